package cli

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"daxwait/bench"
	"daxwait/bench/timeline"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/store"
)

// timelines say where what happens in one window is written.
type timelines struct {
	Timelines    []string // files
	TimelineSpan time.Duration
	program      string // what commands begin with
}

// timeline runs one window of the only case of a plan, and writes what happened
// in it to the files of --timeline.
func (o *timelines) timeline(ctx context.Context, stdout, stderr io.Writer, p *bench.Plan, groups []bench.Group) error {
	if err := o.oneCase(p, groups); err != nil {
		return flag.Misuse(err)
	}
	for _, file := range o.Timelines {
		if err := flag.TargetFile("timeline", file); err != nil {
			return err
		}
	}
	c := &groups[0][0]
	of := c.Record(p.Window)
	rec := timeline.New(timeline.About{
		Pattern: of.Pattern, Strategy: of.Strategy, Machine: machineOf(of), Seed: of.Seed,
		Tasks: of.Tasks, CPUs: of.VCPUs, Files: c.Pattern.Files,
	}, timeline.Limit)
	c.Timeline = rec
	record := c.Simulate(ctx, 1, p.Window)
	if err := ctx.Err(); err != nil {
		return err
	}
	if record.Broken != nil {
		return errors.New(record.DidNotFinish())
	}
	if !rec.EndsInHang() { // else they are of the rest of the window, too
		for _, w := range record.Warnings {
			fmt.Fprintln(stderr, "daxwait: warning:", w)
		}
	}
	if rec.Full() {
		fmt.Fprintf(stderr, "daxwait: warning: what is written ends after %v, with %d records; a shorter --window is written as a whole\n", rec.Length(), timeline.Limit)
	}
	out := &term.Sink{W: stdout}
	fmt.Fprintf(out, "%s, %s, %d tasks; %s; seed %d: one window of %v, %d operations\n",
		rec.Pattern, rec.Strategy, rec.Tasks, rec.Machine, rec.Seed, p.Window, rec.Operations())
	if rec.EndsInHang() {
		fmt.Fprintf(out, "it ends after %v, where nobody can go on\n", rec.Length())
	}
	for _, file := range o.Timelines {
		says, err := o.write(file, rec)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %s  %s\n", file, says)
	}
	return out.Err
}

// machineOf describes the machine of a simulated case in a few words.
func machineOf(of *results.Record) string {
	words := []string{phrase.Count(of.VCPUs, "virtual CPU"), "profile " + of.Profile}
	for _, w := range []string{of.Group().Set, of.Variant} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, ", ")
}

// oneCase reports what is wrong with the flags, if there are more cases than
// one for instance.
func (o *timelines) oneCase(p *bench.Plan, groups []bench.Group) error {
	for _, file := range o.Timelines {
		if ext, zipped := extension(file); !strings.Contains(" .json .trace .txt ", " "+ext+" ") && (zipped || ext != ".svg" && ext != ".png") {
			return fmt.Errorf("--timeline %s: want a name that ends in .json, .trace or .txt, perhaps with .gz, or in .svg or .png", file)
		}
	}
	switch {
	case p.Sim == nil:
		return errors.New("--timeline is for --engine sim")
	case o.TimelineSpan < time.Microsecond:
		return fmt.Errorf("--timeline-span %v: want at least 1µs", o.TimelineSpan)
	}
	if len(groups) == 1 && len(groups[0]) == 1 {
		return nil
	}
	var narrow []string
	several := func(what string, n int) {
		if n > 1 {
			narrow = append(narrow, fmt.Sprintf("one %s (not %d)", what, n))
		}
	}
	several("--pattern", len(p.Patterns))
	several("--strategy", len(p.Strategies))
	for _, s := range p.Sweeps {
		several("value of "+s.Axis.Name, len(s.Values))
	}
	if p.Sensitivity {
		narrow = append(narrow, "no --sensitivity")
	}
	return fmt.Errorf("--timeline is of one case: give %s", strings.Join(narrow, ", "))
}

// extension returns the end of a name that says what is in the file, and
// whether that is packed.
func extension(file string) (ext string, zipped bool) {
	name, zipped := strings.CutSuffix(file, ".gz")
	return filepath.Ext(name), zipped
}

// write writes a file and returns what it is good for.
func (o *timelines) write(file string, rec *timeline.Recorder) (says string, err error) {
	ext, zipped := extension(file)
	err = store.WriteNamed(file, func(w io.Writer) (err error) {
		if zipped {
			z := gzip.NewWriter(w)
			defer func() { err = errors.Join(err, z.Close()) }()
			w = z
		}
		switch ext {
		case ".json":
			says = "Chrome trace JSON: open it in ui.perfetto.dev"
			return rec.WriteChrome(w)
		case ".svg", ".png":
			says, err = o.chart(w, ext, rec)
			return err
		}
		says = fmt.Sprintf("ftrace text: %v reads it, %v replays it", command.Of("trace", "summary", file).As(o.program), command.Of("run").Flag("trace", file).As(o.program))
		return rec.WriteFtrace(w)
	})
	return says, err
}

// chart draws the beginning of what was recorded, or its end if it is a hang.
func (o *timelines) chart(w io.Writer, ext string, rec *timeline.Recorder) (says string, err error) {
	all := rec.Timeline()
	from, says := all.From, fmt.Sprintf("chart of the first %v", o.TimelineSpan)
	if all.Hung {
		from, says = all.To-int64(o.TimelineSpan), fmt.Sprintf("chart of the last %v", o.TimelineSpan)
	}
	figure := plots.Timeline(all.Between(from, from+int64(o.TimelineSpan)))
	if ext == ".svg" {
		return says, figure.WriteSVG(w)
	}
	return says, figure.WritePNG(w)
}
