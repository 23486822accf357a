// Command mutate tests the tests: it breaks the model or its checker in one
// place at a time, as listed in operations.go and the files beside it, and
// wants the tests to notice.
//
//	go run ./tools/mutate              # from the top of the tree
//	go run ./tools/mutate -run wake    # those whose name matches
//	go run ./tools/mutate -part 0/2    # every second one, from the first on
//
// It works on a copy. It exits with 1 if a mutation survives, if one does not
// compile, or if the text that it replaces is not there exactly once: then the
// model has moved on, and the list has to follow.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mutation is one way to break the model.
type mutation struct {
	name     string
	file     string // below the top of the tree
	old, new string
	packages string // that must notice, separated by spaces; none is ./bench/check
	long     bool   // takes the tests that -short leaves out
}

// parts of the tree that the tests need.
func parts() []string {
	return []string{"daxcore", "strategies", "bench/check", "bench/order", "bench/sim", "results", "internal/nearest", "internal/command", "internal/phrase"}
}

func main() {
	pattern := flag.String("run", "", "only mutations whose name matches this `regexp`")
	limit := flag.Duration("timeout", 3*time.Minute, "for the tests of a package; running longer counts as noticed")
	part := flag.String("part", "0/1", "`i/n`: only every n-th, from the i-th on, counted from 0")
	flag.Parse()
	chosen, err := regexp.Compile(*pattern)
	if err != nil {
		fail(err)
	}
	var first, every int
	if _, err := fmt.Sscanf(*part, "%d/%d", &first, &every); err != nil || first < 0 || first >= every {
		fail(fmt.Errorf("-part %s: want such as 0/2", *part))
	}
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		fail(err)
	}
	var mutations []mutation
	matching := 0
	for _, m := range all() {
		if !chosen.MatchString(m.name) {
			continue
		}
		if matching%every == first {
			mutations = append(mutations, m)
		}
		matching++
	}
	bad, err := run(dir, mutations, *limit)
	os.RemoveAll(dir)
	if err != nil {
		fail(err)
	}
	if bad != 0 {
		fail(fmt.Errorf("%d mutations were not caught", bad))
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "mutate:", err)
	os.Exit(1)
}

// run plays the mutations in copies of the tree below dir, one for each CPU, and
// returns how many were not caught.
func run(dir string, mutations []mutation, limit time.Duration) (bad int, err error) {
	next := make(chan int, len(mutations))
	played := make([]chan outcome, len(mutations))
	for i := range mutations {
		next <- i
		played[i] = make(chan outcome, 1)
	}
	close(next)
	for cpu := range runtime.GOMAXPROCS(0) {
		copied := filepath.Join(dir, strconv.Itoa(cpu))
		if err := copyTree(copied); err != nil {
			return 0, err
		}
		if cpu == 0 {
			if out, err := test(copied, mutation{packages: "./daxcore/... ./bench/check"}, limit); err != nil {
				return 0, fmt.Errorf("the tests fail with nothing broken:\n%s", out)
			}
		}
		go func() {
			for i := range next {
				var o outcome
				o.verdict, o.caught, o.err = try(copied, mutations[i], limit)
				played[i] <- o
			}
		}()
	}
	for i, m := range mutations {
		o := <-played[i]
		if o.err != nil {
			return bad, fmt.Errorf("%s: %w", m.name, o.err)
		}
		if !o.caught {
			bad++
		}
		fmt.Printf("%-55s %s\n", m.name, o.verdict)
	}
	return bad, nil
}

// outcome is what became of a mutation.
type outcome struct {
	verdict string
	caught  bool
	err     error
}

// all returns the mutations of all files.
func all() []mutation { return slices.Concat(operations, structures, checker, process, lockOrder) }

// copyTree copies what the tests need from the working directory.
func copyTree(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, file := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) && file == "go.sum" {
			continue
		}
		if err != nil {
			return fmt.Errorf("%w (run it from the top of the tree)", err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), text, 0o666); err != nil {
			return err
		}
	}
	for _, part := range parts() {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(part)); err != nil {
			return err
		}
	}
	return nil
}

// try applies a mutation, tests, and takes it back.
func try(dir string, m mutation, limit time.Duration) (verdict string, caught bool, err error) {
	path := filepath.Join(dir, m.file)
	text, err := os.ReadFile(path)
	if err != nil {
		return "", false, err
	}
	if n := strings.Count(string(text), m.old); n != 1 {
		return "", false, fmt.Errorf("the text to replace is in %s %d times, not once:\n%s", m.file, n, m.old)
	}
	mutated := strings.Replace(string(text), m.old, m.new, 1)
	if err := os.WriteFile(path, []byte(mutated), 0o666); err != nil {
		return "", false, err
	}
	out, failed := test(dir, m, limit)
	if err := os.WriteFile(path, text, 0o666); err != nil {
		return "", false, err
	}
	switch {
	case strings.Contains(out, "[build failed]"), strings.Contains(out, "[setup failed]"):
		return "DOES NOT COMPILE\n" + out, false, nil
	case failed == nil:
		return "SURVIVED", false, nil
	}
	return "caught by " + by(out), true, nil
}

// test runs the tests of m's packages, which are to fail.
func test(dir string, m mutation, limit time.Duration) (string, error) {
	args := []string{"test", "-failfast", "-timeout", limit.String()}
	if !m.long {
		args = append(args, "-short")
	}
	packages := strings.Fields(m.packages)
	if len(packages) == 0 {
		packages = []string{"./bench/check"}
	}
	cmd := exec.Command("go", append(args, packages...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

var failing = regexp.MustCompile(`(?m)^--- FAIL: (\S+)`)

// by returns the test that noticed first.
func by(out string) string {
	if m := failing.FindStringSubmatch(out); m != nil {
		return m[1]
	}
	if strings.Contains(out, "test timed out") {
		return "running on and on"
	}
	return "a crash"
}
