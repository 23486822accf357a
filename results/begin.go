package results

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// ErrOtherPlan is the error of a shard that is to be resumed with another plan
// than the folder's.
var ErrOtherPlan = errors.New("if it is not resumed, it begins anew")

// Begin opens the folder of a plan's results and puts its manifest there. What is
// resumed with records of another plan, or of no one knows which, is not one
// plan's afterwards and has no manifest; a shard has records of its own only, and
// is refused. old are the records that are there.
func Begin(dir string, m *Manifest, resume bool, old []*Record) (*Log, error) {
	why := ""
	if resume {
		switch there, err := ReadManifest(dir); {
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
		return nil, fmt.Errorf("cannot resume shard %d/%d in %s: %s; %w", m.Shard, m.Of, dir, why, ErrOtherPlan)
	}
	log, err := Create(dir, resume)
	if err != nil {
		return nil, err
	}
	if why == "" {
		err = m.Write(dir)
	} else if err = os.Remove(filepath.Join(dir, PlanFile)); errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return log, nil
}
