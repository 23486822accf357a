package cli

import (
	"context"
	"fmt"
	"io"

	"daxwait/bench/fidelity"
	"daxwait/bench/profile"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/phrase"
)

// Compare writes how the simulator stands to traces of a kernel.
func (s *Suite) Compare(ctx context.Context, stdout, stderr io.Writer, o ValidateOptions) error {
	found, err := profile.Find(o.Profile)
	if err != nil {
		return flag.Misuse(flag.In("profile", err))
	}
	designs, err := o.Find()
	switch {
	case o.Oracle != "":
		return flag.Misusef("--oracle and --trace: want one of them")
	case o.Family != "":
		return flag.Misusef("--family is for --oracle")
	case err != nil:
		return flag.Misuse(err)
	case len(designs) != 1:
		return flag.Misuse(flag.In("strategy", fmt.Errorf("want one, not %d", len(designs))))
	}
	bar := term.NewBar(stderr, len(o.Traces))
	defer bar.End()
	var reports []*fidelity.Report
	for _, file := range o.Traces {
		r, err := fidelity.Compare(ctx, file, fidelity.Options{Profile: &found.Profile, Strategy: designs[0], Seed: o.Seed})
		if err != nil {
			return flag.Misuse(flag.In("trace", err))
		}
		reports = append(reports, r)
		bar.Done()
	}
	bar.End()
	if o.Format == "csv" {
		return fidelity.CSV(stdout, reports)
	}
	for _, r := range reports {
		if err := r.Text(stdout); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(stdout, phrase.Wrap(fidelity.Sentence(reports), 78))
	return err
}
