package pattern

// Packed is a pattern as another process gets it, with what its form in JSON leaves
// out: what is told of a plan does not depend on that.
type Packed struct {
	Pattern Pattern
	Mapper  int `json:",omitzero"`
}

// Pack returns the pattern as it is sent.
func (p *Pattern) Pack() *Packed {
	q := &Packed{Pattern: *p}
	if p.Replay != nil {
		q.Mapper = p.Replay.mapper
	}
	return q
}

// Unpack returns the pattern that was sent. It has the one regime that it had.
func (q *Packed) Unpack() *Pattern {
	p := q.Pattern
	if p.Replay != nil {
		p.Replay.mapper = q.Mapper
	}
	return &p
}
