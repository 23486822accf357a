package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"daxwait/bench"
	"daxwait/results"
)

// shard is the part of a plan to run: the flag's, or else the environment's if
// there is a simulation to share out.
func (o *RunOptions) shard(stderr io.Writer, p *bench.Plan, groups []bench.Group) (bench.Shard, error) {
	whole := bench.Shard{Index: 1, Of: 1}
	if o.Shard != "" {
		s, err := bench.ParseShard(o.Shard)
		if err == nil && s.Of > 1 && p.Sim == nil {
			err = errors.New("--shard is for --engine sim: what the live engine measures belongs to one machine, and designs are compared in turns on it")
		}
		return s, err
	}
	if o.Getenv == nil || p.Sim == nil || len(groups) == 1 && len(groups[0]) == 1 {
		return whole, nil
	}
	s, said, err := environment(o.Getenv).shard()
	if err != nil {
		return whole, fmt.Errorf("%w; --shard i/n says it, --shard 1/1 runs all here", err)
	}
	if s.Of > 1 {
		fmt.Fprintf(stderr, "daxwait: this is shard %v of the plan, as %s says; --shard 1/1 runs all here\n", s, said)
	}
	return s, nil
}

// begin opens the folder of a plan's results and puts its manifest there. What
// is resumed with records of another plan, or of no one knows which, is not one
// plan's afterwards and has no manifest. A shard has records of its own only.
func begin(dir string, m *results.Manifest, resume bool, old []*results.Record) (*results.Log, error) {
	why := ""
	if resume {
		switch there, err := results.ReadManifest(dir); {
		case errors.Is(err, os.ErrNotExist) && len(old) == 0:
		case err != nil:
			why = err.Error()
		case there.Shard != m.Shard || there.Of != m.Of:
			why = fmt.Sprintf("%s is of shard %d/%d", dir, there.Shard, there.Of)
		default:
			why = strings.Join(there.Differs(m), "; ")
		}
	}
	if why != "" && m.Of > 1 {
		return nil, usagef("cannot resume shard %d/%d in %s: %s; without --resume it begins anew", m.Shard, m.Of, dir, why)
	}
	log, err := results.Create(dir, resume)
	if err != nil {
		return nil, unwritable(err)
	}
	if why == "" {
		err = m.Write(dir)
	} else if err = os.Remove(filepath.Join(dir, results.PlanFile)); errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return nil, errors.Join(unwritable(err), log.Close())
	}
	return log, nil
}
