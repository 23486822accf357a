package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/command"
	"daxwait/results"
)

// MergeOptions are the flags of merge.
type MergeOptions struct {
	Out, Plots, Baseline string
	flag.Existing
}

func (s *Suite) mergeCommand() *cobra.Command {
	var o MergeOptions
	c := &cobra.Command{
		Use:   "merge PART...",
		Short: "Join the shards of a run",
		Long: `merge joins the folders that daxwait run --shard wrote into one, which is byte for
byte what the run in one piece writes, and says what it shows, as run does. A PART
is a shard's folder, or one that has the shards' folders in it.

Parts of different plans, cost profiles or versions of the program are refused,
with what differs. If shards are missing or not finished it says which, writes
nothing, and exits with 3.`,
		Example: `  daxwait merge --out results/sweep results/shards
  daxwait merge --out results/sweep a/1-of-2 b/2-of-2`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: flag.Folders,
		RunE: func(c *cobra.Command, args []string) error {
			return s.Merge(c.OutOrStdout(), c.ErrOrStderr(), o, args)
		},
	}
	flag.Out(c, &o.Out, flag.FolderName, "results/latest")
	flag.Plots(c, &o.Plots, "plots/latest")
	flag.Baseline(c, &o.Baseline)
	flag.Keep(c, &o.Existing)
	return c
}

// Merge joins the shards in folders, writes results and charts, and says who
// leads where.
func (s *Suite) Merge(stdout, stderr io.Writer, o MergeOptions, folders []string) error {
	var parts []*results.Part
	for _, folder := range folders {
		dirs, err := shardsIn(folder)
		if err != nil {
			return flag.Misuse(command.Advise(err, "want folders that %s wrote", command.Of("run", "--shard")))
		}
		for _, dir := range dirs {
			if same(dir, o.Out) {
				return flag.Misusef("%s is a part itself; give another --out", dir)
			}
			p, err := results.ReadPart(dir)
			if _, planned := os.Stat(filepath.Join(dir, results.PlanFile)); planned == nil && errors.Is(err, fs.ErrNotExist) {
				return flag.WithCode(command.Advise(fmt.Errorf("%w: a shard's file is missing, run that shard", err), "%s runs one", command.Of("run").Flag("shard", "I/N")), flag.Incomplete)
			}
			if err != nil {
				return flag.Misuse(command.Advise(err, "%s writes parts", command.Of("run", "--shard")))
			}
			parts = append(parts, p)
			_ = flag.Damage(stderr, p.Damaged) // its cases are missing, which Merge says
		}
	}
	manifest, records, err := results.Merge(parts)
	if err != nil {
		if unfinished := (*results.Unfinished)(nil); errors.As(err, &unfinished) {
			return flag.WithCode(err, flag.Incomplete)
		}
		return flag.Misuse(err)
	}
	doubt(stderr, manifest)
	if err := flag.Targets(flag.To("plots", o.Plots), flag.To("out", o.Out)); err != nil {
		return err
	}
	log, err := flag.Begin(stderr, s.On, o.Out, manifest, o.How())
	if err != nil {
		return err
	}
	if err := errors.Join(log.All(records), log.Close()); err != nil {
		return err
	}
	return s.conclude(stdout, charts{In: o.Out, Out: o.Plots, Baseline: o.Baseline}, records)
}

// shardsIn returns the folders of shards in a folder, or the folder itself if
// there are none.
func shardsIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var dirs []string
	for _, e := range entries {
		dir := filepath.Join(folder, e.Name())
		if _, err := os.Stat(filepath.Join(dir, results.PlanFile)); err == nil {
			dirs = append(dirs, dir)
		}
	}
	if dirs == nil {
		dirs = []string{folder}
	}
	return dirs, nil
}

// same reports whether two names are of one folder.
func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// doubt warns if a version does not tell one program from another.
func doubt(stderr io.Writer, m *results.Manifest) {
	what := "is unknown, as it was built outside of its repository"
	switch {
	case strings.HasSuffix(m.Version, "+"):
		what = m.Version + " has changes that are not committed"
	case m.Version != "unknown":
		return
	}
	fmt.Fprintf(stderr, "daxwait: warning: the program's version %s: nothing tells whether all shards are run by the same\n", what)
}
