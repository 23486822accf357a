package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/results"
	"daxwait/results/store"
)

// mostVerdicts is how large a file of verdicts may be: that of all designs in all
// scenarios is a hundredth of it.
const mostVerdicts = 256 * bounded.MiB

// readVerdicts reads a file of verdicts, one in a line. What a line says is believed
// if it can be, and if its schedule, played again, loses as it says.
func (g *Gathering) readVerdicts(name string) error {
	bad := func(err error) error {
		return named("verdicts", command.Advise(err, "%s writes verdicts", command.Of("check").Flag("format", "json")))
	}
	file, err := bounded.ReadFile(name, bounded.Limit{Bytes: mostVerdicts, Of: "a file of verdicts"})
	if err != nil {
		return named("verdicts", err)
	}
	first := map[[2]string]*results.Verdict{}
	n, seals, damaged := 0, false, []*results.Damage(nil)
	for line := range bytes.Lines(file) {
		n++
		v, sealed, err := readVerdict(bytes.TrimSuffix(line, []byte("\n")))
		if seals = seals || sealed; err == nil && seals && !sealed {
			err = errors.New("its checksum is missing, and those before it have one")
		}
		if err == nil {
			err = g.playedAgain(v)
		}
		var was *results.Verdict
		if err == nil {
			of := [2]string{v.Strategy, v.Scenario}
			if was = first[of]; was == nil {
				first[of] = v
			} else if was.Verdict != v.Verdict || was.Kind != v.Kind {
				err = fmt.Errorf("%s in %s is %s, and %s in a line before it", v.Strategy, v.Scenario, v.Verdict, was.Verdict)
			}
		}
		if err != nil {
			cut := n > 1 && line[len(line)-1] != '\n' && errors.As(err, new(*json.SyntaxError))
			if cut {
				err = results.ErrCut
			}
			damaged = append(damaged, &results.Damage{File: name, Line: n, Cut: cut, Err: err})
			continue
		}
		if was == nil {
			g.Evidence.Verdicts = append(g.Evidence.Verdicts, v)
		}
	}
	switch {
	case n == 0:
		return bad(errors.New(name + ": no verdict in it"))
	case len(first) == 0:
		return bad(damaged[0])
	}
	g.Damaged = append(g.Damaged, damaged...)
	return nil
}

// readVerdict reads a line, and says whether it has a checksum.
func readVerdict(line []byte) (v *results.Verdict, sealed bool, err error) {
	if sealed, err = store.Unseal(line); err != nil {
		return nil, sealed, err
	}
	v = new(results.Verdict)
	if err := json.Unmarshal(line, v); err != nil {
		return nil, sealed, err
	}
	if err = v.Validate(); err == nil && !sealed {
		err = store.Unsealed(line, true)
	}
	return v, sealed, err
}

// playedAgain is the error of a losing schedule that does not lose as its verdict says. Of a
// design or a scenario that is not this program's it is nil: nothing can be played.
func (g *Gathering) playedAgain(v *results.Verdict) error {
	if v.Schedule == "" {
		return nil
	}
	t, err := check.ParseTicket(v.Schedule)
	if err != nil {
		return err
	}
	if t.Strategy != v.Strategy || t.Scenario != v.Scenario {
		return fmt.Errorf("its schedule is of %s in %s", t.Strategy, t.Scenario)
	}
	design, err := policy.Named(g.Catalogue, t.Strategy)
	if err != nil {
		return nil
	}
	sc, err := daxtest.ScenarioNamed(t.Scenario)
	if err != nil {
		return nil
	}
	found, err := contained.Replayed(t, design[0], sc)
	if err != nil {
		return err
	}
	if found.Kind != v.Kind {
		return fmt.Errorf("its schedule, played again, ends in %q, and not in %q", found.Kind, v.Kind)
	}
	return nil
}
