package results_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// saying returns what writes a text.
func saying(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

// contents returns what is in a folder, by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found[e.Name()] = string(data)
	}
	return found
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: there is %q, want %q", what, got, want)
	}
}

// TestFilesAreWholeOrAsTheyWere: one that fails leaves all of them, and nothing
// beside them.
func TestFilesAreWholeOrAsTheyWere(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := results.WriteFile(a, saying("old")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(a, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	half := func(w io.Writer) error { return errors.Join(saying("half")(w), broken) }
	if err := results.WriteFiles(results.File{a, saying("new")}, results.File{b, half}); !errors.Is(err, broken) {
		t.Errorf("a writer that fails gives %v", err)
	}
	same(t, "after a failure", contents(t, dir), map[string]string{"a": "old"})
	if err := results.WriteFiles(results.File{a, saying("new")}, results.File{b, saying("too")}); err != nil {
		t.Fatal(err)
	}
	same(t, "after success", contents(t, dir), map[string]string{"a": "new", "b": "too"})
	for name, want := range map[string]os.FileMode{a: 0o600, b: 0o644} {
		if info, err := os.Stat(name); err != nil || info.Mode() != want {
			t.Errorf("%s has mode %v, want %v (%v)", name, info.Mode(), want, err)
		}
	}
	if err := results.WriteFile(filepath.Join(a, "c"), saying("")); err == nil || !strings.Contains(err.Error(), a+"/c") {
		t.Errorf("a file in the way of a folder: %v", err)
	}
	if err := results.WriteFile(dir, saying("")); err == nil || !strings.Contains(err.Error(), dir+": is a folder") {
		t.Errorf("a folder in the way of a file: %v", err)
	}
}

// TestWriteFileGoesThrough links and what is no file.
func TestWriteFileGoesThrough(t *testing.T) {
	dir, there := t.TempDir(), t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.WriteFile(filepath.Join(there, "file"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(there, "file"), link); err != nil {
		t.Skip(err)
	}
	if err := results.WriteFile(link, saying("text")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link became %v (%v)", info.Mode(), err)
	}
	same(t, "behind the link", contents(t, there), map[string]string{"file": "text"})

	for device, want := range map[string]bool{"/dev/null": true, "/dev/full": false} {
		before, err := os.Stat(device)
		if err != nil {
			continue
		}
		if err := results.WriteFile(device, saying("text")); (err == nil) != want {
			t.Errorf("%s: %v", device, err)
		}
		if after, err := os.Stat(device); err != nil || after.Mode() != before.Mode() {
			t.Errorf("%s became %v", device, after.Mode())
		}
	}
}

// TestLineFileKeepsWholeLines: what cannot be written leaves no part of itself.
func TestLineFileKeepsWholeLines(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "lines")
	if err := os.WriteFile(name, []byte("one\ntw"), 0o666); err != nil {
		t.Fatal(err)
	}
	l, err := results.OpenLineFile(name, 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"two\n", "three\n"} {
		if _, err := l.Write([]byte(line)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	same(t, "appended", contents(t, dir), map[string]string{"lines": "one\ntwo\nthree\n"})
}

// TestResumeGoesOnBehindAnyCut: wherever a kill cuts the file of records, the log
// that is opened again has the whole records, and the other file the same.
func TestResumeGoesOnBehindAnyCut(t *testing.T) {
	dir := t.TempDir()
	a, b := made.Record("p", "a", made.Ten(1000, 1)[:1], made.Ten(5, 1)[:1]), made.Record("p", "b", made.Ten(2000, 1)[:1], made.Ten(5, 1)[:1])
	open := func(resume bool, more ...*results.Record) {
		t.Helper()
		log, err := results.Create(dir, resume)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range more {
			if err := log.Append(r); err != nil {
				t.Fatal(err)
			}
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	open(false)
	none := contents(t, dir)
	open(true, a)
	one := contents(t, dir)
	open(true, b)
	both := contents(t, dir)
	first, second := len(one[results.RunsFile]), len(both[results.RunsFile])
	if first == 0 || second <= first {
		t.Fatalf("%d and %d bytes", first, second)
	}
	for cut := 0; cut <= second; cut++ {
		if at := cut % first; at > 12 && at < first-12 && cut < second-12 && at%97 != 0 {
			continue // neither line is near its end
		}
		if err := os.WriteFile(filepath.Join(dir, results.RunsFile), []byte(both[results.RunsFile][:cut]), 0o666); err != nil {
			t.Fatal(err)
		}
		// What was written to the other file may be anything.
		if err := os.WriteFile(filepath.Join(dir, results.BenchFile), []byte(both[results.BenchFile][:cut]), 0o666); err != nil {
			t.Fatal(err)
		}
		want, n := none, 0
		switch {
		case cut >= second-1: // a newline is all that lacks
			want, n = both, 2
		case cut >= first-1:
			want, n = one, 1
		}
		_, isCut, err := results.ReadLog(dir)
		if torn := cut != 0 && cut != first && cut != first-1 && cut < second-1; err != nil || isCut != torn {
			t.Fatalf("cut after %d bytes: %v, cut %v", cut, err, isCut)
		}
		records, err := results.Read(dir)
		if len(records) != n || (err != nil) != (n == 0 && cut != 0) || err != nil && !errors.Is(err, results.ErrCut) {
			t.Fatalf("cut after %d bytes there are %d records, want %d: %v", cut, len(records), n, err)
		}
		open(true)
		same(t, fmt.Sprintf("cut after %d bytes", cut), contents(t, dir), want)
		if t.Failed() {
			return
		}
	}
}
