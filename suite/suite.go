package suite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"daxwait/bench/verdict"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli"
	"daxwait/internal/page"
	"daxwait/internal/toml"
	"daxwait/strategies"
)

// Design is a design with its story: its Name; where it comes from (Origin), what it
// promises (Claim) and where it loses (Loses), a sentence each; and either a Policy,
// a daxcore.Policy of which the zero is upstream's, or New, a function that makes a
// daxcore.EntryLock for a daxcore.Room.
type Design = strategies.Strategy

// Main runs the whole command with designs in its catalogue, behind those that
// ship, and ends the program with its exit code.
func Main(designs ...*Design) {
	if err := usableAll(designs); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", cli.Called(os.Args[0]), err)
		os.Exit(2)
	}
	s := &cli.Suite{Program: cli.Called(os.Args[0]), Catalogue: strategies.All().With(designs...)}
	s.Contain()
	os.Exit(s.Main(os.Args[1:], os.Stdout, os.Stderr))
}

// usable is the error of a design that no word of the command can name.
func usable(d *Design) error {
	switch {
	case d == nil:
		return errors.New("a design is nil")
	case !toml.WellNamed(d.Name) || d.Name == "all":
		return fmt.Errorf("a design is called %q: want letters, digits, dots, hyphens and underscores, a letter or digit first, and not all", d.Name)
	}
	return nil
}

// Options say how a design is put to the test. The zero Options are ready for use:
// what judge does. MaxStates bounds each search, Schedules is how many random ones
// are played, Window is the length of a window of the simulation, Workers how many
// searches go on at a time; Out is a folder for the records of the simulation.
type Options = verdict.Options

// Verdict is what was found out about a design: whether it is Safe, a Summary, the
// Scenarios with a verdict and a schedule each, and the Costs beside upstream, pattern
// by pattern; NotCompared says why there are none. As JSON it is its Data.
type Verdict struct {
	*verdict.Data
	of *verdict.Verdict
}

// Judge puts a design to the test: it searches all scenarios, plays random
// schedules, and simulates the design beside upstream; see bench/verdict. That is
// half a minute of a CPU or so, and more for a design that hangs. A design that is
// not safe is no error. When the context ends, what was found by then is returned with
// its error.
func Judge(ctx context.Context, design *Design, o Options) (*Verdict, error) {
	if err := usable(design); err != nil {
		return nil, err
	}
	design, without := atHome(design)
	v, err := verdict.Judge(ctx, design, o)
	if err != nil && ctx.Err() == nil {
		if without != "" {
			err = fmt.Errorf("%w (%s)", err, without)
		}
		return nil, err
	}
	return &Verdict{v.Data(), v}, err
}

// WriteText writes the verdict as a page for a terminal. The commands in it begin
// with program: how a program that runs [Main] is called, such as go run . in a
// module that has one.
func (v *Verdict) WriteText(w io.Writer, program string) error {
	return v.of.Write(&page.Page{W: w}, program)
}

// WriteMarkdown writes the same page as Markdown.
func (v *Verdict) WriteMarkdown(w io.Writer, program string) error {
	return v.of.Write(&page.Page{W: w, Markdown: true}, program)
}

// MarshalJSON writes the data.
func (v *Verdict) MarshalJSON() ([]byte, error) { return json.Marshal(v.Data) }

// LeftOut returns the scenarios that [Judge] and [Test] leave out: every design
// must fail there, because of what stands around the queues.
func LeftOut() (names []string) {
	for _, s := range daxtest.Scenarios() {
		if s.Hopeless() {
			names = append(names, s.Name)
		}
	}
	return names
}
