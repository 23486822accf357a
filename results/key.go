package results

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
)

// key is a digest of what tells records apart, in which a file of a million records has
// no two by chance: a map of keys takes a fifth of the memory of one of cases.
type key [16]byte

// keys makes them, in memory of its own.
type keys struct{ text []byte }

// ofCase is the key of [Record.Case].
func (k *keys) ofCase(r *Record) key {
	k.begin(r)
	return k.sum()
}

// ofRun is the key of a simulation: what makes two records the same case with the same
// seeds. Whatever differs in them, they cannot both be right.
func (k *keys) ofRun(r *Record) key {
	k.begin(r)
	k.word(r.Hold)
	k.word(r.Loop)
	k.number(r.Seed)
	return k.sum()
}

func (k *keys) begin(r *Record) {
	k.text = k.text[:0]
	g := r.Group()
	for _, word := range []string{g.Engine, g.Pattern, g.Profile, g.Set, g.Variant, g.VMachine, r.Strategy} {
		k.word(word)
	}
	pinned := uint64(0)
	if g.Pinned {
		pinned = 1
	}
	for _, n := range []uint64{uint64(g.Tasks), uint64(g.VCPUs), math.Float64bits(g.Rate), pinned} {
		k.number(n)
	}
}

func (k *keys) word(w string) {
	k.text = append(binary.AppendUvarint(k.text, uint64(len(w))), w...)
}

func (k *keys) number(n uint64) { k.text = binary.BigEndian.AppendUint64(k.text, n) }

func (k *keys) sum() (of key) {
	sum := sha256.Sum256(k.text)
	copy(of[:], sum[:])
	return of
}
