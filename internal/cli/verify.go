package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/evidence"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/words"
)

// VerifyOptions are the flags of verify.
type VerifyOptions struct {
	Plots, Format string
}

func (s *Suite) verifyCommand() *cobra.Command {
	var o VerifyOptions
	c := &cobra.Command{
		Use:   "verify [FOLDER...]",
		Short: "Read results back, and say whether they are as they were written",
		Long: `verify reads folders of results, and those below them, back: each record by its
checksum and by what a figure can be, the plan by its digest, bench.txt by the
records that it follows from, a space by its lines; and, with --plots, charts by the
records that they were drawn of. Without a FOLDER it reads results/latest.

It ends with 0 if all is as it was written, 1 if something is damaged or does not
belong together, 2 for a usage error, 3 if something is missing that was not
finished.`,
		Example: `  daxwait verify
  daxwait verify --plots plots/latest results/latest
  daxwait verify --format json results/reference`,
		ValidArgsFunction: flag.Folders,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{usual().Out}
			}
			return Verify(c.OutOrStdout(), o, args)
		},
	}
	flag.Plots(c, &o.Plots, "")
	flag.Format(c, &o.Format, "text", "json")
	return c
}

// Verify says of each folder whether it is as it was written.
func Verify(stdout io.Writer, o VerifyOptions, args []string) error {
	defer flag.SpareMemory(os.Getenv, 25)()
	var found []*results.Integrity
	for _, arg := range args {
		folders, spaces, err := evidence.Below(arg)
		if err != nil {
			return flag.Misuse(err)
		}
		for _, dir := range folders {
			if info, err := os.Stat(dir); err == nil && !info.IsDir() {
				dir = filepath.Dir(dir)
			}
			i, err := results.Verify(dir)
			if err != nil {
				return flag.Misuse(err)
			}
			found = append(found, i)
		}
		for _, dir := range spaces {
			found = append(found, evidence.VerifySpace(dir))
		}
	}
	if o.Plots != "" {
		if len(found) != 1 {
			return flag.Misuse(flag.In("plots", fmt.Errorf("charts are of one folder of results, and these are %d", len(found))))
		}
		found[0].Charts(o.Plots)
	}
	w := &term.Sink{W: stdout}
	wrong, missing := 0, 0
	for _, i := range found {
		wrong, missing = wrong+len(i.Wrong), missing+len(i.Missing)
		if o.Format == "json" {
			line, err := json.Marshal(i)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s\n", line)
			continue
		}
		words.WriteIntegrity(w, i)
	}
	switch {
	case wrong != 0:
		return errors.Join(w.Err, fmt.Errorf("%s of %s wrong", phrase.CountOf(wrong, "thing", "things"), phrase.Count(len(found), "folder")))
	case missing != 0:
		return errors.Join(w.Err, flag.WithCode(fmt.Errorf("nothing is damaged; %s missing", phrase.CountOf(missing, "thing is", "things are")), flag.Incomplete))
	}
	return w.Err
}
