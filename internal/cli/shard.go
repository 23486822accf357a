package cli

import (
	"errors"
	"fmt"
	"io"

	"daxwait/bench"
)

// sharing says which part of a plan is run.
type sharing struct {
	Shard string
	// Getenv is where a shard is looked for if Shard is empty; nil is nowhere.
	Getenv func(string) string
}

// shard is the part of a plan to run: the flag's, or else the environment's if
// there is a simulation to share out.
func (o *sharing) shard(stderr io.Writer, p *bench.Plan) (bench.Shard, error) {
	whole := bench.Whole()
	if o.Shard != "" {
		s, err := bench.ParseShard(o.Shard)
		if err == nil && s.Of > 1 && p.Sim == nil {
			err = errors.New("--shard is for --engine sim: what the live engine measures belongs to one machine, and designs are compared in turns on it")
		}
		return s, err
	}
	if o.Getenv == nil || p.Sim == nil || p.Size() == 1 {
		return whole, nil
	}
	s, said, err := bench.Environment(o.Getenv).Shard()
	if err != nil {
		return whole, fmt.Errorf("%w; --shard i/n says it, --shard 1/1 runs all here", err)
	}
	if s.Of > 1 {
		fmt.Fprintf(stderr, "daxwait: this is shard %v of the plan, as %s says; --shard 1/1 runs all here\n", s, said)
	}
	return s, nil
}
