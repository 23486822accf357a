package command_test

import (
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/internal/command"
)

// TestAShellReadsWhatIsQuoted: as one word, the same.
func TestAShellReadsWhatIsQuoted(t *testing.T) {
	sh, err := exec.LookPath("bash") // which expands braces, too
	if err != nil {
		if sh, err = exec.LookPath("sh"); err != nil {
			t.Skip(err)
		}
	}
	words := []string{"", "plain", "a b", "it's", "''", `"`, `\`, "$HOME", "`id`", "*", "?", "[a-z]", "~", "#", "!", "!!", "a&b", "a|b", "a;b", "<", ">", "(", ")", "a\nb", "a\tb",
		"{a,b}", "{1..3}", "--filter", "/tasks:8 -/strategy:nopmd", "NAME+put=never", "tasks=2,8", "×1.5", "%s", "-", "^", "@", "a=b"}
	var quoted []string
	for _, w := range words {
		quoted = append(quoted, command.Quote(w))
	}
	out, err := exec.Command(sh, "-c", `printf '%s\0' `+strings.Join(quoted, " ")).Output()
	if err != nil {
		t.Fatal(err)
	}
	if read := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); !slices.Equal(read, words) {
		t.Errorf("a shell reads %q, want %q", read, words)
	}
	if got := command.Quote("linux-5.2+put=never"); got != "linux-5.2+put=never" {
		t.Errorf("%s is quoted for nothing", got)
	}
}

// TestAdviceBehindCodes: errors are joined, wrapped and given exit codes on their
// way up, in any order.
func TestAdviceBehindCodes(t *testing.T) {
	advised := func(verb string) error {
		return command.Advise(errors.New("no "+verb), "try %s", command.Of(verb))
	}
	a, b, c := advised("a"), advised("b"), advised("c")
	for _, err := range []error{
		errors.Join(a, flag.Misuse(b), flag.In("in", c)),
		flag.Misuse(errors.Join(fmt.Errorf("x: %w", a), fmt.Errorf("y: %w", errors.Join(b, c)))),
		fmt.Errorf("%w; %w", a, errors.Join(flag.WithCode(b, flag.Incomplete), c)),
		&command.Advised{Err: errors.Join(b, c, b), Before: "try ", Command: command.Of("a")},
	} {
		if got := command.Advice(err, "me"); !slices.Equal(got, []string{"try me a", "try me b", "try me c"}) {
			t.Errorf("%v: advice is %q", err, got)
		}
	}
}
