package bounded_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"daxwait/internal/bounded"
)

// TestLimit: as much as the limit is read, one byte more is an error that names
// it, however the bytes come.
func TestLimit(t *testing.T) {
	four := bounded.Limit{Bytes: 4, Of: "a word"}
	for _, from := range []func(string) io.Reader{
		func(s string) io.Reader { return strings.NewReader(s) },
		func(s string) io.Reader { return iotest.OneByteReader(strings.NewReader(s)) },
		func(s string) io.Reader { return iotest.DataErrReader(strings.NewReader(s)) },
	} {
		for _, text := range []string{"", "abc", "abcd"} {
			if got, err := bounded.ReadAll(from(text), "x", four); string(got) != text || err != nil {
				t.Errorf("%q is read as %q, %v", text, got, err)
			}
		}
		for _, text := range []string{"abcde", strings.Repeat("a", 10000)} {
			got, err := bounded.ReadAll(from(text), "x", four)
			if string(got) != text[:4] || err == nil || err.Error() != "x: more than 4 bytes, the limit of a word" {
				t.Errorf("%.5q is read as %q, %v", text, got, err)
			}
		}
	}
	broken := errors.New("broken")
	if _, err := bounded.ReadAll(io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(broken)), "x", four); err != broken {
		t.Errorf("a reader that breaks ends in %v", err)
	}
}

func TestSizes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 1023: "1023 bytes", 1024: "1 KiB", 1025: "1025 bytes", 1536 * bounded.KiB: "1536 KiB", bounded.MiB: "1 MiB", 4 * bounded.GiB: "4 GiB"} {
		e := &bounded.Exceeded{Name: "f", Limit: bounded.Limit{Bytes: n, Of: "it"}}
		if got := e.Error(); got != "f: more than "+want+", the limit of it" {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestFiles(t *testing.T) {
	dir, l := t.TempDir(), bounded.Limit{Bytes: 4, Of: "a word"}
	file := filepath.Join(dir, "f")
	for text, good := range map[string]bool{"abcd": true, "abcde": false} {
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		got, err := bounded.ReadFile(file, l)
		if string(got) != "abcd" && good || (err == nil) != good {
			t.Errorf("a file of %q is read as %q, %v", text, got, err)
		}
		if _, err := bounded.ReadFS(fstest.MapFS{"f": {Data: []byte(text)}}, "f", l); (err == nil) != good {
			t.Errorf("a file of %q in a file system: %v", text, err)
		}
	}
	if _, err := bounded.ReadFile(filepath.Join(dir, "none"), l); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file is %v", err)
	}
	if _, err := bounded.ReadFile(dir, l); err == nil {
		t.Error("a folder is read")
	}
	if _, err := os.Stat("/dev/zero"); err == nil {
		if _, err := bounded.ReadFile("/dev/zero", l); !errors.As(err, new(*bounded.Exceeded)) {
			t.Errorf("what never ends is read: %v", err)
		}
	}
}
