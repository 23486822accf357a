package report

import (
	"path/filepath"

	"daxwait/results/store"
)

// Names of the files of a report.
const (
	HTMLFile     = "index.html"
	MarkdownFile = "report.md"
	TextFile     = "report.txt"
)

// Write writes the report in its three forms into a folder, which it makes if
// need be: all three, or none.
func (r *Report) Write(on store.FS, dir string) error {
	held, err := store.Hold(on, dir)
	if err != nil {
		return err
	}
	defer func() { _ = held.Release() }()
	return store.Write(on,
		store.Whole{Path: filepath.Join(dir, HTMLFile), Write: r.writeHTML},
		store.Whole{Path: filepath.Join(dir, MarkdownFile), Write: r.writeMarkdown},
		store.Whole{Path: filepath.Join(dir, TextFile), Write: r.writeText},
	)
}
