package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/results"
)

// mostVerdicts is how large a file of verdicts may be: that of all designs in all
// scenarios is a hundredth of it.
const mostVerdicts = 256 * bounded.MiB

// readVerdicts reads a file of verdicts, one in a line. The last may be cut off, as
// by a run that was killed.
func (g *Gathering) readVerdicts(name string) error {
	bad := func(err error) error {
		return command.Advise(err, "%s writes verdicts", command.Of("check").Flag("format", "json"))
	}
	file, err := bounded.ReadFile(name, bounded.Limit{Bytes: mostVerdicts, Of: "a file of verdicts"})
	if err != nil {
		return named("verdicts", err)
	}
	n := 0
	for line := range bytes.Lines(file) {
		v := new(results.Verdict)
		n++
		err := json.Unmarshal(line, v)
		if err != nil && n > 1 && line[len(line)-1] != '\n' {
			g.Cut = append(g.Cut, name)
			break
		}
		if err == nil && !slices.Contains([]string{results.Proved, results.Violation, results.Incomplete}, v.Verdict) {
			err = fmt.Errorf("%q is no verdict", v.Verdict)
		}
		if err != nil {
			return bad(fmt.Errorf("%s:%d: %w", name, n, err))
		}
		g.Evidence.Verdicts = append(g.Evidence.Verdicts, v)
	}
	if n == 0 {
		return named("verdicts", bad(errors.New(name+": no verdict in it")))
	}
	return nil
}
