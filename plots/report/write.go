package report

import (
	"os"
	"path/filepath"

	"daxwait/results"
)

// Names of the files of a report.
const (
	HTMLFile     = "index.html"
	MarkdownFile = "report.md"
	TextFile     = "report.txt"
)

// Write writes the report in its three forms into a folder, which it makes if
// need be: all three, or none.
func (r *Report) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return results.WriteFiles(
		results.File{Path: filepath.Join(dir, HTMLFile), Write: r.writeHTML},
		results.File{Path: filepath.Join(dir, MarkdownFile), Write: r.writeMarkdown},
		results.File{Path: filepath.Join(dir, TextFile), Write: r.writeText},
	)
}
