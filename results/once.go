package results

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
)

// played is what makes two records of the simulator the same case with the same seeds:
// whatever differs in them, they cannot both be right. It is a digest, in which a file
// of a million records has no two by chance.
type played [16]byte

// once is the simulations of a file that were met, each with its line.
type once struct {
	at   map[played]int
	text []byte
}

// again is the error of a record whose case and seed stand in a line before. Repeated runs
// of the live engine are no repetition.
func (o *once) again(r *Record, line int) error {
	if r.Engine != "sim" {
		return nil
	}
	at := o.played(r)
	if first := o.at[at]; first != 0 {
		return fmt.Errorf("its case and seed stand in line %d, which counts: remove what does not belong there", first)
	}
	if o.at == nil {
		o.at = map[played]int{}
	}
	o.at[at] = line
	return nil
}

func (o *once) played(r *Record) (p played) {
	t := o.text[:0]
	g := r.Group()
	for _, word := range []string{g.Engine, g.Pattern, g.Profile, g.Set, g.Variant, g.VMachine, r.Strategy, r.Hold, r.Loop} {
		t = binary.AppendUvarint(t, uint64(len(word)))
		t = append(t, word...)
	}
	pinned := uint64(0)
	if g.Pinned {
		pinned = 1
	}
	for _, n := range []uint64{uint64(g.Tasks), uint64(g.VCPUs), math.Float64bits(g.Rate), pinned, r.Seed} {
		t = binary.BigEndian.AppendUint64(t, n)
	}
	o.text = t
	sum := sha256.Sum256(t)
	copy(p[:], sum[:])
	return p
}
