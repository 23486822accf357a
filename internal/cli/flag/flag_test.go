package flag

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

// TestCode: the exit code of an error, whatever it is wrapped in.
func TestCode(t *testing.T) {
	plain := errors.New("x")
	for _, c := range []struct {
		err  error
		code int
	}{
		{nil, OK},
		{Misuse(nil), OK},
		{In("out", nil), OK},
		{plain, Failed},
		{In("out", plain), Failed},
		{fmt.Errorf("y: %w", Misuse(In("out", plain))), Usage},
		{errors.Join(plain, WithCode(plain, Incomplete)), Incomplete},
		{Misuse(fmt.Errorf("y: %w", context.Canceled)), Interrupted},
	} {
		if got := Code(c.err); got != c.code {
			t.Errorf("%v ends with %d, want %d", c.err, got, c.code)
		}
	}
}

func TestParsePercent(t *testing.T) {
	for text, want := range map[string]float64{"5%": 0.05, "5 %": 0.05, "0.05": 0.05, "0": 0, "100%": 1, "1": 1, "101%": -1, "5": -1, "-1%": -1, "": -1, "%": -1, "NaN": -1, "5%%": -1} {
		got, err := ParsePercent(text)
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
}
