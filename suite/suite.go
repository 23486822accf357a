package suite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"daxwait/bench/verdict"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli"
	"daxwait/internal/page"
	"daxwait/internal/toml"
	"daxwait/strategies"
)

// Design is a design with its story.
type Design = strategies.Strategy

// Main runs the whole command with designs in its catalogue, behind those that
// ship, and ends the program with its exit code.
func Main(designs ...*Design) {
	for _, d := range designs {
		if err := usable(d); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", cli.Called(os.Args[0]), err)
			os.Exit(2)
		}
	}
	s := &cli.Suite{Program: cli.Called(os.Args[0]), Catalogue: strategies.All().With(designs...)}
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
// what judge does.
type Options = verdict.Options

// Verdict is what was found out about a design. As JSON it is its Data.
type Verdict struct {
	*verdict.Data
	of *verdict.Verdict
}

// Judge puts a design to the test: it searches all scenarios, plays random
// schedules, and simulates the design beside upstream; see bench/verdict. It takes
// some ten seconds. A design that is not safe is no error.
func Judge(ctx context.Context, design *Design, o Options) (*Verdict, error) {
	if err := usable(design); err != nil {
		return nil, err
	}
	v, err := verdict.Judge(ctx, design, o)
	if err != nil {
		return nil, err
	}
	return &Verdict{v.Data(), v}, nil
}

// WriteText writes the verdict as a page for a terminal, in which commands begin
// with the name of this program.
func (v *Verdict) WriteText(w io.Writer) error { return v.write(&page.Page{W: w}) }

// WriteMarkdown writes the same page as Markdown.
func (v *Verdict) WriteMarkdown(w io.Writer) error {
	return v.write(&page.Page{W: w, Markdown: true})
}

func (v *Verdict) write(p *page.Page) error { return v.of.Write(p, cli.Called(os.Args[0])) }

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

// scenarios are those that are not left out.
func scenarios() []*daxtest.Scenario {
	return slices.DeleteFunc(daxtest.Scenarios(), (*daxtest.Scenario).Hopeless)
}
