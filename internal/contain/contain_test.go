package contain_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"daxwait/internal/contain"
)

// TestMain makes the test program a child where it is started as one.
func TestMain(m *testing.M) {
	if contain.Called() {
		contain.Serve(map[string]contain.Handler{
			"add": func(_ context.Context, j *contain.Job) (any, error) {
				var in []int
				if err := j.Read(&in); err != nil {
					return nil, err
				}
				fmt.Println("adds", len(in))
				sum := 0
				for _, n := range in {
					sum += n
					j.Tell(sum)
				}
				return sum, nil
			},
			"refuse": func(context.Context, *contain.Job) (any, error) { return nil, errors.New("it refuses") },
			"wait": func(ctx context.Context, j *contain.Job) (any, error) {
				j.Tell("begun")
				<-ctx.Done()
				return "stopped", nil
			},
			"deaf": func(_ context.Context, j *contain.Job) (any, error) {
				j.Tell("begun")
				select {}
			},
			"exit": func(context.Context, *contain.Job) (any, error) {
				os.Exit(7)
				return nil, nil
			},
			"kill": func(context.Context, *contain.Job) (any, error) {
				if p, err := os.FindProcess(os.Getpid()); err == nil {
					_ = p.Kill()
				}
				select {}
			},
			"print": func(context.Context, *contain.Job) (any, error) {
				for range 100_000 {
					fmt.Println("a line of forty characters or thereabouts")
				}
				panic("after much was printed")
			},
			"crash": func(context.Context, *contain.Job) (any, error) {
				go func() {
					for n := 0; ; n++ {
						fmt.Println("a line of forty characters or thereabouts")
						if n == 100_000 {
							panic("after much was printed")
						}
					}
				}()
				select {}
			},
			"fall": func(context.Context, *contain.Job) (any, error) {
				go panic("at once")
				select {}
			},
			"pid": func(context.Context, *contain.Job) (any, error) { return os.Getpid(), nil },
			"still": func(_ context.Context, j *contain.Job) (any, error) {
				j.Watch(func() int64 { return 1 })
				select {}
			},
		})
	}
	os.Exit(m.Run())
}

func pool(t *testing.T) *contain.Pool {
	p := &contain.Pool{Stall: 100 * time.Millisecond}
	t.Cleanup(p.Close)
	return p
}

// TestAsk: an answer is an answer, an error is an error, and what is told comes first.
func TestAsk(t *testing.T) {
	p := pool(t)
	var said bytes.Buffer
	p.Stderr = &said
	var told []string
	sum := 0
	err := p.Do(t.Context(), contain.Order{Kind: "add", In: []int{1, 2, 3}, Out: &sum, Tell: func(text []byte) { told = append(told, string(text)) }})
	if err != nil || sum != 6 || strings.Join(told, " ") != "1 3 6" {
		t.Errorf("%v, the sum is %d, told was %q", err, sum, told)
	}
	if err := p.Do(t.Context(), contain.Order{Kind: "refuse"}); err == nil || err.Error() != "it refuses" {
		t.Errorf("%v", err)
	}
	if err := p.Do(t.Context(), contain.Order{Kind: "fly"}); err == nil || err.Error() != `no work is called "fly"` {
		t.Errorf("%v", err)
	}
	p.Close()
	if said.String() != "adds 3\n" {
		t.Errorf("what the child prints is %q", said.String())
	}
}

// TestKillsItself: a process that ends itself by SIGKILL is not told to have taken too much
// memory.
func TestKillsItself(t *testing.T) {
	b := new(contain.Broken)
	err := pool(t).Do(t.Context(), contain.Order{Kind: "kill"})
	if !errors.As(err, &b) || runtime.GOOS == "linux" && (b.Reason != contain.Killed || !strings.HasPrefix(b.Says, "by itself")) || b.Reason.Outcome() != contain.Panics {
		t.Errorf("%v", err)
	}
}

// TestRestart: one child serves as long as it lives, and another comes after it.
func TestRestart(t *testing.T) {
	p := pool(t)
	pid := func() (n int) {
		if err := p.Do(t.Context(), contain.Order{Kind: "pid", Out: &n}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	first := pid()
	if again := pid(); again != first || first == os.Getpid() {
		t.Errorf("two jobs are done by %d and %d", first, again)
	}
	b := new(contain.Broken)
	if err := p.Do(t.Context(), contain.Order{Kind: "exit"}); !errors.As(err, &b) || b.Reason != contain.Exited || b.Says != "exit status 7" {
		t.Errorf("%v", err)
	}
	if next := pid(); next == first {
		t.Error("a dead child is asked again")
	}
	if err := p.Do(t.Context(), contain.Order{Kind: "still"}); !errors.As(err, &b) || b.Reason != contain.Blocked || !strings.HasPrefix(b.At, "contain/contain_test.go:") {
		t.Errorf("%v", err)
	}
	pid()
}

// TestPrintsMuch: what a child prints is passed on up to a limit, does not hide why it
// dies, and does not go on into that.
func TestPrintsMuch(t *testing.T) {
	for _, kind := range []string{"print", "crash"} {
		p := pool(t)
		var said lines
		p.Stderr = &said
		b := new(contain.Broken)
		err := p.Do(t.Context(), contain.Order{Kind: kind})
		if !errors.As(err, &b) || b.Reason != contain.Panicked || b.Says != "after much was printed" || !strings.HasPrefix(b.At, "contain/contain_test.go:") {
			t.Errorf("%s: %v", kind, err)
		}
		if said.n < 1000 || said.n > 2000 || said.odd != "(what else the design prints is left out)\n" || said.odds != 1 {
			t.Errorf("%s: %d lines are passed on, and %q", kind, said.n, said.odd)
		}
	}
}

// TestDump: why a program dies is in the error, and not passed on as what a design prints.
func TestDump(t *testing.T) {
	p := pool(t)
	var said lines
	p.Stderr = &said
	b := new(contain.Broken)
	if err := p.Do(t.Context(), contain.Order{Kind: "fall"}); !errors.As(err, &b) || b.Says != "at once" || said.n != 0 {
		t.Errorf("%v; %d lines are passed on, the last is %q", err, said.n, said.odd)
	}
}

// lines counts lines, and keeps the last that is another than it should be.
type lines struct {
	mu   sync.Mutex
	n    int
	odd  string
	odds int
}

func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n++; string(line) != "a line of forty characters or thereabouts\n" {
		l.odd = string(line)
		l.odds++
	}
	return len(line), nil
}

// TestStop: work that is to stop answers with what it has, and its child goes on; that
// of which nothing is heard is given up.
func TestStop(t *testing.T) {
	p := pool(t)
	for _, c := range []struct {
		kind, out string
		err       error
	}{{"wait", "stopped", nil}, {"deaf", "", context.Canceled}} {
		ctx, cancel := context.WithCancel(t.Context())
		out := ""
		err := p.Do(ctx, contain.Order{Kind: c.kind, Out: &out, Tell: func([]byte) { cancel() }})
		if !errors.Is(err, c.err) || out != c.out {
			t.Errorf("%s: %q, %v", c.kind, out, err)
		}
		cancel()
	}
}

// TestShorter: after some stalls of one, the limit is shorter, for that one alone.
func TestShorter(t *testing.T) {
	p := &contain.Pool{Stall: 30 * time.Second}
	for range 3 {
		p.Note("it", &contain.Broken{Reason: contain.Spins})
		p.Note("other", &contain.Broken{Reason: contain.Panicked})
	}
	if p.LimitOf("it") != 3*time.Second || p.LimitOf("other") != 30*time.Second {
		t.Errorf("%v and %v", p.LimitOf("it"), p.LimitOf("other"))
	}
	p.Stall = 2 * time.Second
	if p.LimitOf("it") != time.Second {
		t.Errorf("%v", p.LimitOf("it"))
	}
	p.Stall = time.Millisecond
	if p.LimitOf("it") != time.Millisecond {
		t.Errorf("%v", p.LimitOf("it"))
	}
}

// TestNoProgram: a child that cannot be started is an error, and no hang.
func TestNoProgram(t *testing.T) {
	for _, c := range []*exec.Cmd{exec.Command("/nonexistent/program"), exec.Command("true")} {
		p := &contain.Pool{Command: func() *exec.Cmd { return c }}
		if err := p.Do(t.Context(), contain.Order{Kind: "add", In: []int{1}}); err == nil {
			t.Errorf("%v: no error", c)
		}
	}
}
