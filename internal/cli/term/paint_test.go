package term

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestPainterColoursVerdicts(t *testing.T) {
	const (
		b = "\x1b[1m"
		r = "\x1b[1;31m"
		o = "\x1b[0m"
	)
	for text, want := range map[string]string{
		"PROVED     exclusive\n":                 b + "PROVED" + o + "     exclusive\n",
		"VIOLATION  linux-5.2 (as expected)\n":   r + "VIOLATION" + o + "  linux-5.2 (as expected)\n",
		"INCOMPLETE":                             b + "INCOMPLETE" + o,
		"NOT PROVED: 1 of 2\n":                   b + "NOT PROVED" + o + ": 1 of 2\n",
		"IT LOSES: LOST WAKEUP\n":                r + "IT LOSES" + o + ": LOST WAKEUP\n",
		"a  1.2  worse\nb  1.3  better\n":        "a  1.2  " + r + "worse" + o + "\nb  1.3  " + b + "better" + o + "\n",
		"0 worse, 3 better, 2 even\n":            "0 worse, 3 better, 2 even\n", // no verdict of a line
		"! load           9.00\n  not this!\n":   r + "! load" + o + "           9.00\n  not this!\n",
		"UNPROVED, proved, worse off, betters\n": "UNPROVED, proved, worse off, betters\n",
	} {
		var out strings.Builder
		n, err := painter{&out}.Write([]byte(text))
		if out.String() != want || n != len(text) || err != nil {
			t.Errorf("%q is %q, %d, %v; want %q", text, out.String(), n, err, want)
		}
	}
	full := errors.New("full")
	if _, err := (painter{failing{full}}).Write([]byte("x")); err != full {
		t.Errorf("a full disk is %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestColoursAreWanted(t *testing.T) {
	for _, c := range []struct {
		env      string
		terminal bool
		want     bool
	}{
		{"TERM=xterm", true, true},
		{"TERM=xterm", false, false},
		{"TERM=dumb", true, false},
		{"TERM=xterm NO_COLOR=1", true, false},
		{"TERM=xterm NO_COLOR=0", true, false}, // any value but none
		{"TERM=xterm NO_COLOR=", true, true},
		{"", true, true},
	} {
		getenv := func(name string) string {
			for word := range strings.FieldsSeq(c.env) {
				if value, ok := strings.CutPrefix(word, name+"="); ok {
					return value
				}
			}
			return ""
		}
		if got := colourful(io.Discard, getenv, func(any) bool { return c.terminal }); got != c.want {
			t.Errorf("%q, a terminal: %v: colours %v", c.env, c.terminal, got)
		}
	}
}
