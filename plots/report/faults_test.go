package report

import (
	"os"
	"path/filepath"
	"testing"

	"daxwait/results/store"
	"daxwait/results/store/faulty"
)

// TestFaultAtEveryCall: wherever writing a report goes wrong, each of its three forms is the
// old one or the new one, whole.
func TestFaultAtEveryCall(t *testing.T) {
	if testing.Short() {
		t.Skip("a report is written some hundred times")
	}
	forms := []string{HTMLFile, MarkdownFile, TextFile}
	read := func(dir string) (texts []string) {
		for _, form := range forms {
			data, err := os.ReadFile(filepath.Join(dir, form))
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(data))
		}
		return texts
	}
	old, fresh := New(&Evidence{}), New(evidence())
	whole := t.TempDir()
	if err := fresh.Write(nil, whole); err != nil {
		t.Fatal(err)
	}
	is := read(whole)
	if err := old.Write(nil, whole); err != nil {
		t.Fatal(err)
	}
	was := read(whole)
	dir := ""
	faulty.Every(t, func(on store.FS) error {
		dir = t.TempDir()
		if err := old.Write(nil, dir); err != nil {
			t.Fatal(err)
		}
		return fresh.Write(on, dir)
	}, func(t *testing.T, err error) {
		for i, text := range read(dir) {
			if text != was[i] && text != is[i] {
				t.Errorf("%s is neither the old nor the new one: %d bytes", forms[i], len(text))
			}
		}
	})
}
