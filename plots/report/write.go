package report

import (
	"errors"
	"os"
	"path/filepath"

	"daxwait/plots"
)

// Names of the files of a report.
const (
	HTMLFile     = "index.html"
	MarkdownFile = "report.md"
	TextFile     = "report.txt"
)

// Write writes the report in its three forms into a folder, which it makes if
// need be. A file is there whole or not at all.
func (r *Report) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return errors.Join(
		plots.WriteFile(filepath.Join(dir, HTMLFile), r.WriteHTML),
		plots.WriteFile(filepath.Join(dir, MarkdownFile), r.WriteMarkdown),
		plots.WriteFile(filepath.Join(dir, TextFile), r.WriteText),
	)
}
