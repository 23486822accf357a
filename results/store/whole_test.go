package store_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"

	"daxwait/results/store"
	"daxwait/results/store/faulty"
)

// TestFilesAreWholeOrAsTheyWere: one that fails leaves all of them, and nothing
// beside them.
func TestFilesAreWholeOrAsTheyWere(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := store.WriteNamed(a, faulty.Saying("old")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(a, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	half := func(w io.Writer) error { return errors.Join(faulty.Saying("half")(w), broken) }
	if err := store.Write(nil, store.Whole{Path: a, Write: faulty.Saying("new")}, store.Whole{Path: b, Write: half}); !errors.Is(err, broken) {
		t.Errorf("a writer that fails gives %v", err)
	}
	faulty.Same(t, "after a failure", faulty.Contents(t, dir), map[string]string{"a": "old"})
	if err := store.Write(nil, store.Whole{Path: a, Write: faulty.Saying("new")}, store.Whole{Path: b, Write: faulty.Saying("too")}); err != nil {
		t.Fatal(err)
	}
	faulty.Same(t, "after success", faulty.Contents(t, dir), map[string]string{"a": "new", "b": "too"})
	for name, want := range map[string]os.FileMode{a: 0o600, b: 0o644} {
		if info, err := os.Stat(name); err != nil || info.Mode() != want {
			t.Errorf("%s has mode %v, want %v (%v)", name, info.Mode(), want, err)
		}
	}
	if err := store.WriteNamed(filepath.Join(a, "c"), faulty.Saying("")); err == nil || !strings.Contains(err.Error(), a+"/c") {
		t.Errorf("a file in the way of a folder: %v", err)
	}
	if err := store.WriteNamed(dir, faulty.Saying("")); err == nil || !strings.Contains(err.Error(), dir+": is a folder") {
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
	if err := store.WriteNamed(link, faulty.Saying("text")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link became %v (%v)", info.Mode(), err)
	}
	faulty.Same(t, "behind the link", faulty.Contents(t, there), map[string]string{"file": "text"})

	for device, want := range map[string]bool{"/dev/null": true, "/dev/full": false} {
		before, err := os.Stat(device)
		if err != nil {
			continue
		}
		if err := store.WriteNamed(device, faulty.Saying("text")); (err == nil) != want {
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
	l, err := store.OpenLines(nil, name, 4)
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
	faulty.Same(t, "appended", faulty.Contents(t, dir), map[string]string{"lines": "one\ntwo\nthree\n"})
}

// TestSweep: what a process left that is no more is removed by the next that writes there,
// and nothing else.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	left, used := filepath.Join(dir, ".a.png.part-1"), filepath.Join(dir, ".b.png.part-2")
	for _, name := range []string{left, used, filepath.Join(dir, ".hidden"), filepath.Join(dir, "a.part-1")} {
		if err := os.WriteFile(name, []byte("half"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	lock := flock.New(used) // another process is at it
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer lock.Close()
	if err := store.Write(nil, store.Whole{Path: filepath.Join(dir, "c"), Write: faulty.Saying("c")}); err != nil {
		t.Fatal(err)
	}
	faulty.Same(t, "swept", faulty.Contents(t, dir), map[string]string{".b.png.part-2": "half", ".hidden": "half", "a.part-1": "half", "c": "c"})
}

// TestLinksInAFolder are replaced, and what they lead to is left alone; one that somebody
// names is followed.
func TestLinksInAFolder(t *testing.T) {
	dir, target := t.TempDir(), filepath.Join(t.TempDir(), "mine")
	if err := os.WriteFile(target, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	if _, err := store.OpenLines(nil, link, 0); err == nil || !strings.Contains(err.Error(), "is no regular file") {
		t.Errorf("lines in a link: %v", err)
	}
	if err := store.Write(nil, store.Whole{Path: link, Write: faulty.Saying("new")}); err != nil {
		t.Fatal(err)
	}
	faulty.Same(t, "the folder", faulty.Contents(t, dir), map[string]string{"link": "new"})
	faulty.Same(t, "the target", faulty.Contents(t, filepath.Dir(target)), map[string]string{"mine": "mine"})
}

// TestSeal: a line with a checksum is the same but for that, and told from one without.
func TestSeal(t *testing.T) {
	for line, want := range map[string]string{
		`{"a":1}`:       `{"a":1,"crc":"`,
		`{"a":{"b":2}}`: `{"a":{"b":2},"crc":"`,
		`{"a":"\"}\""}`: `{"a":"\"}\"","crc":"`,
	} {
		sealed := store.Seal([]byte(line))
		if !strings.HasPrefix(string(sealed), want) || !json.Valid(sealed) {
			t.Errorf("%s", sealed)
		}
		if ok, err := store.Unseal(sealed); !ok || err != nil {
			t.Errorf("%s: %v, %v", sealed, ok, err)
		}
		if ok, err := store.Unseal([]byte(line)); ok || err != nil {
			t.Errorf("%s: %v, %v", line, ok, err)
		}
	}
}

// TestTwice: keys that an object has twice, whatever their case, and no others.
func TestTwice(t *testing.T) {
	for object, want := range map[string]string{
		`{"a":1,"b":2}`:                  "",
		`{"a":1,"a":2}`:                  "a",
		`{"a":1,"A":2}`:                  "A",
		`{"a":{"a":1},"b":{"a":1}}`:      "",
		`{"a":[{"b":1},{"b":1}],"c":1}`:  "",
		`{"a":[{"b":1,"b":1}]}`:          "b",
		`{"a":["a","a"],"b":"a"}`:        "",
		`{"a" : 1, "b\"": 2, "b\"" : 3}`: `b\"`,
		`{"a":"\\","a":1}`:               "a",
		"":                               "", `{"`: "", "[": "", "}": "",
	} {
		if got := store.Twice([]byte(object)); got != want {
			t.Errorf("%s: %q, want %q", object, got, want)
		}
	}
}

// TestHalfALineGoes: where a line cannot be written, those behind it are whole.
func TestHalfALineGoes(t *testing.T) {
	dir := t.TempDir()
	disk := &faulty.FS{K: 3, Fault: faulty.Cut} // open, truncate, and the first write
	l, err := store.OpenLines(disk, filepath.Join(dir, "lines"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Write([]byte("a long line that is cut\n")); err == nil {
		t.Error("half a line is no error")
	}
	if _, err := l.Write([]byte("one\n")); err != nil {
		t.Error(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	faulty.Same(t, "lines", faulty.Contents(t, dir), map[string]string{"lines": "one\n"})
}
