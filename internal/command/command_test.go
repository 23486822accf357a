package command_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"daxwait/internal/command"
)

func TestSpell(t *testing.T) {
	c := command.Of("run").Flag("pattern", "pte-same").With("--sensitivity")
	longer := c.With("--filter", "/tasks:8 -/strategy:nopmd")
	for got, want := range map[string]string{
		c.Spell("go run ."):                "go run . run --pattern pte-same --sensitivity",
		longer.Spell("daxwait"):            "daxwait run --pattern pte-same --sensitivity --filter '/tasks:8 -/strategy:nopmd'",
		c.Noting("all").Spell("me"):        "me run --pattern pte-same --sensitivity   # all",
		command.Command{}.Spell("daxwait"): "",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAdvice: what helps is found behind whatever wraps it, each once.
func TestAdvice(t *testing.T) {
	none := command.Advise(errors.New("no records"), "%s makes some", command.Of("run"))
	err := errors.Join(fmt.Errorf("a: %w", none), errors.New("b"), fmt.Errorf("c: %w", none), command.Advise(errors.New("no plan"), "see %s", command.Of("explain", "plan")))
	if got, want := command.Advice(err, "mine"), []string{"mine run makes some", "see mine explain plan"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := none.Error(); got != "no records" {
		t.Errorf("%q says what helps by itself", got)
	}
	if command.Advise(nil, "%s", command.Of("run")) != nil || command.Advice(errors.New("x"), "mine") != nil {
		t.Error("advice for nothing")
	}
}
