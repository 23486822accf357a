package results

import (
	"fmt"
	"strings"

	"daxwait/internal/command"
)

// Part is a shard's folder of results.
type Part struct {
	Dir      string
	Manifest *Manifest
	Records  []*Record
	// Damaged are lines that were left out: their cases are missing.
	Damaged []*Damage
}

// ReadPart reads a folder.
func ReadPart(dir string) (*Part, error) {
	m, err := ReadManifest(dir)
	if err != nil {
		return nil, err
	}
	records, damaged, err := Read(dir)
	if len(damaged) != 0 {
		err = nil // even if there is no record: a case that is missing
	}
	return &Part{dir, m, records, damaged}, err
}

// Unfinished is an error of shards that do not have all of their plan, or not
// yet: what it says must be run.
type Unfinished struct{ missing []string }

func (u *Unfinished) Error() string { return strings.Join(u.missing, "; ") }

// Merge puts the shards of one plan together. The manifest and the records that
// it returns are those of a run of the plan in one piece. It says which parts
// do not belong together, and why; if they do, [Unfinished] what there is to
// run.
func Merge(parts []*Part) (*Manifest, []*Record, error) {
	if err := fit(parts); err != nil {
		return nil, nil, err
	}
	if err := complete(parts); err != nil {
		return nil, nil, err
	}
	whole := *parts[0].Manifest
	cases := 0
	for _, p := range parts {
		cases += len(p.Records)
	}
	if cases != whole.Cases {
		return nil, nil, fmt.Errorf("the shards have %d cases of a plan of %d: run them again", cases, whole.Cases)
	}
	records := make([]*Record, cases)
	for _, p := range parts {
		if whole.Product != "" {
			if d, err := p.Manifest.digest(p.Records); err != nil || d != p.Manifest.Heads {
				return nil, nil, fmt.Errorf("%s: the records are not those of shard %d/%d: %s was changed since; run it again", p.Dir, p.Manifest.Shard, p.Manifest.Of, RunsFile)
			}
		}
		for i, c := range p.Manifest.Has {
			if records[c] != nil {
				return nil, nil, fmt.Errorf("%s: case %d is in another shard, too: run it again", p.Dir, c)
			}
			records[c] = p.Records[i]
		}
	}
	whole.Shard, whole.Of, whole.Has = 1, 1, nil
	for c := range records {
		whole.Has = append(whole.Has, c)
	}
	d, err := whole.digest(records)
	if whole.Product != "" { // the shards' heads were theirs
		whole.Heads = d
	}
	switch {
	case err != nil:
		return nil, nil, err
	case d != whole.told():
		return nil, nil, fmt.Errorf("the records are not those of the plan %.12s: some %s was changed since; run the shards again", whole.Plan, RunsFile)
	}
	return &whole, records, nil
}

// fit returns why parts are not shards of one plan.
func fit(parts []*Part) error {
	shards := map[int]*Part{}
	first := parts[0]
	for _, p := range parts {
		m := p.Manifest
		if d := first.Manifest.Differs(m); d != nil {
			return fmt.Errorf("%s and %s do not belong together: %s", first.Dir, p.Dir, strings.Join(d, "; "))
		}
		if m.Of != first.Manifest.Of {
			return fmt.Errorf("%s is one of %d shards, %s one of %d", first.Dir, first.Manifest.Of, p.Dir, m.Of)
		}
		if o := shards[m.Shard]; o != nil {
			return fmt.Errorf("%s and %s are both shard %d/%d; give one of them", o.Dir, p.Dir, m.Shard, m.Of)
		}
		shards[m.Shard] = p
		switch {
		case m.Engine != "sim":
			return fmt.Errorf("%s is of the %s engine: its figures are of one machine and moment, and are not put together", p.Dir, m.Engine)
		case len(p.Records) > len(m.Has):
			return fmt.Errorf("%s has %d records of %d cases; run it again", p.Dir, len(p.Records), len(m.Has))
		}
	}
	return nil
}

// complete returns what parts, which fit, lack.
func complete(parts []*Part) error {
	var u Unfinished
	of := parts[0].Manifest.Of
	there := make([]bool, of+1)
	for _, p := range parts {
		m := p.Manifest
		there[m.Shard] = true
		if n := len(p.Records); n < len(m.Has) {
			u.missing = append(u.missing, fmt.Sprintf("%s, shard %d/%d, has %d of its %d cases: run it again", p.Dir, m.Shard, of, n, len(m.Has)))
		}
	}
	var gone []string // as ranges
	for s := 1; s <= of; s++ {
		from := s
		for s <= of && !there[s] {
			s++
		}
		switch s - from {
		case 0:
		case 1:
			gone = append(gone, fmt.Sprint(from))
		default:
			gone = append(gone, fmt.Sprintf("%d-%d", from, s-1))
		}
	}
	if len(gone) != 0 {
		u.missing = append(u.missing, fmt.Sprintf("of %d shards there is none of %s: run them", of, strings.Join(gone, ",")))
	}
	if len(u.missing) == 0 {
		return nil
	}
	var err error = &u
	run := command.Of("run")
	if of > 1 {
		run = run.Flag("shard", fmt.Sprintf("I/%d", of))
	}
	if len(gone) != 0 {
		err = command.Advise(err, "%s runs one", run)
	}
	if len(gone) == 0 || len(u.missing) > 1 {
		err = command.Advise(err, "%s goes on with one", run.With("--resume"))
	}
	return err
}
