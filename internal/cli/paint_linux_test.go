package cli_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"daxwait/internal/cli"
	"daxwait/internal/cli/flag"
)

// terminal opens a terminal, and what its user sees of it.
func terminal(t *testing.T) (stdout, screen *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { screen.Close() })
	n, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err != nil {
		t.Skip(err)
	}
	stdout, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { stdout.Close() })
	return stdout, screen
}

// TestColoursOfTheCommand: on a terminal, for people, and nowhere else.
func TestColoursOfTheCommand(t *testing.T) {
	one := strings.Fields("check --strategy exclusive --scenario pte-pte")
	for _, c := range []struct {
		args  []string
		env   string
		wants bool
	}{
		{one, "NO_COLOR=", true},
		{one, "NO_COLOR=1", false},
		{one, "TERM=dumb", false},
		{append(one, "--format", "json"), "NO_COLOR=", false},
	} {
		t.Setenv("NO_COLOR", "")
		t.Setenv("TERM", "xterm")
		name, value, _ := strings.Cut(c.env, "=")
		t.Setenv(name, value)
		stdout, screen := terminal(t)
		if code := cli.Daxwait().Main(c.args, stdout, io.Discard); code != flag.OK {
			t.Fatalf("exit %d", code)
		}
		line, err := bufio.NewReader(screen).ReadString('\n')
		if err != nil || !strings.Contains(line, "PROVED") || strings.Contains(line, "\x1b[1mPROVED\x1b[0m") != c.wants || !c.wants && strings.Contains(line, "\x1b") {
			t.Errorf("%q, %s: %q, %v", c.args, c.env, line, err)
		}
	}
}
