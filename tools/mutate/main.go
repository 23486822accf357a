// Command mutate tests the tests: it breaks the model or its checker in one
// place at a time, as the lists say, and wants the tests to notice.
//
//	go run ./tools/mutate              # from the top of the tree
//	go run ./tools/mutate -run wake    # those whose name matches
//	go run ./tools/mutate -part 0/2    # every second one, from the first on
//
// It works on a copy. It exits with 1 if a mutation survives, if one does not
// compile, or if the text that it replaces is not there exactly once: then the
// model has moved on, and the list has to follow.
//
// A list is a text in lists. A mutation in it has a name, the file that it
// changes, the package whose tests are to notice, and whole lines of the file as
// a diff has them: those that go after -, those that come after +, those that stay
// after a space. Or it has a part of one line after <, and what takes its place
// after >. Lines that begin with # are comments. Where the tests of a package take
// long, names of those that notice follow it, and only they are played.
//
//	== put is silent
//	file daxcore/kernel.go
//	tests ./daxcore
//	 	case PutNext:
//	-		if e.Present() {
//	+		if false {
//
//	== downgrade wakes one
//	file daxcore/kernel.go
//	tests ./daxcore
//	<k.OnDown.or(WakeAll)
//	>k.OnDown.or(WakeNext)
//
//	== fates take one pass
//	file bench/check/internal/graph/fate.go
//	tests ./bench/check TestSchedulesAreSimplest
//	<f[id], changed = may, true
//	>f[id] = may
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

// parts of the tree that the tests need.
func parts() []string {
	return []string{"daxcore", "strategies", "bench", "results", "internal", "plots", "suite"}
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
	listed, err := all()
	if err != nil {
		fail(err)
	}
	var mutations []mutation
	matching := 0
	for _, m := range listed {
		if !chosen.MatchString(m.name) {
			continue
		}
		if matching%every == first {
			mutations = append(mutations, m)
		}
		matching++
	}
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		fail(err)
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
			for _, m := range unbroken(mutations) {
				if out, err := test(copied, m, limit); err != nil {
					return 0, fmt.Errorf("the tests fail with nothing broken:\n%s", out)
				}
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

// unbroken returns the tests of all mutations, a package at a time, with nothing
// to break.
func unbroken(mutations []mutation) (packages []mutation) {
	for _, m := range mutations {
		i := slices.IndexFunc(packages, func(p mutation) bool { return p.pkg == m.pkg })
		switch {
		case i < 0:
			packages = append(packages, mutation{pkg: m.pkg, tests: slices.Clone(m.tests)})
		case len(m.tests) == 0 || len(packages[i].tests) == 0:
			packages[i].tests = nil
		default:
			packages[i].tests = append(packages[i].tests, m.tests...)
		}
	}
	return packages
}

// outcome is what became of a mutation.
type outcome struct {
	verdict string
	caught  bool
	err     error
}

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
		return "", false, fmt.Errorf("%s: the text to replace is in %s %d times, not once:\n%s", m.where, m.file, n, m.old)
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

// test runs the tests of m, which are to fail. Most of the time goes into
// compiling: so without vet and inlining, and once for all copies, which is what
// -trimpath is for.
func test(dir string, m mutation, limit time.Duration) (string, error) {
	run := "."
	if len(m.tests) != 0 {
		run = "^(" + strings.Join(m.tests, "|") + ")$"
	}
	cmd := exec.Command("go", "test", "-failfast", "-short", "-timeout", limit.String(),
		"-vet=off", "-gcflags=daxwait/...=-l", "-trimpath", "-run", run, m.pkg)
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
