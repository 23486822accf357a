//go:build unix

package bounded_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"daxwait/internal/bounded"
)

// TestPipes: a pipe waits for a writer that comes late, and not for one that never
// comes.
func TestPipes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o666); err != nil {
		t.Skip(err)
	}
	l := bounded.Limit{Bytes: 4, Of: "a word"}
	for text, good := range map[string]bool{"abcd": true, "abcde": false} {
		wrote := make(chan error)
		go func() {
			f, err := os.OpenFile(name, os.O_WRONLY, 0) // when the reader has come
			if err == nil {
				_, err = f.WriteString(text)
				err = errors.Join(err, f.Close())
			}
			wrote <- err
		}()
		if got, err := bounded.ReadFile(name, l); string(got) != "abcd" && good || (err == nil) != good {
			t.Errorf("%q is read as %q, %v", text, got, err)
		}
		if err := <-wrote; err != nil && !errors.Is(err, syscall.EPIPE) {
			t.Error(err)
		}
	}
	if testing.Short() {
		t.Skip("it waits for a moment")
	}
	if _, err := bounded.ReadFile(name, l); err == nil || !strings.Contains(err.Error(), "nobody writes to") {
		t.Errorf("a pipe without a writer is %v", err)
	}
}
