package cli

import (
	"fmt"
	"io"
	"strings"

	"daxwait/internal/phrase"
)

// page is a text in sections, for a terminal or as Markdown.
type page struct {
	w        io.Writer
	markdown bool
}

// pageWidth is where the lines of a paragraph end on a terminal.
const pageWidth = 98

// title begins the page.
func (p *page) title(text string) {
	if p.markdown {
		fmt.Fprintf(p.w, "# %s\n", text)
		return
	}
	fmt.Fprintln(p.w, text)
}

// section begins a section.
func (p *page) section(text string) {
	if p.markdown {
		fmt.Fprintf(p.w, "\n## %s\n", text)
		return
	}
	fmt.Fprintf(p.w, "\n%s\n", strings.ToUpper(text))
}

// say adds a paragraph.
func (p *page) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if p.markdown {
		fmt.Fprintf(p.w, "\n%s\n", text)
		return
	}
	fmt.Fprintln(p.w, indented(wrap(text, pageWidth-2)))
}

// block adds lines that stay as they are.
func (p *page) block(kind, text string) {
	text = strings.TrimRight(text, "\n")
	if p.markdown {
		fmt.Fprintf(p.w, "\n```%s\n%s\n```\n", kind, text)
		return
	}
	fmt.Fprintln(p.w, indented(text))
}

// table adds a table.
func (p *page) table(t *phrase.Table) error {
	if !p.markdown {
		var b strings.Builder
		if err := t.Text(&b); err != nil {
			return err
		}
		p.block("", b.String())
		return nil
	}
	rule := make([]string, len(t.Head))
	for i := range rule {
		if rule[i] = "---"; i < len(t.Right) && t.Right[i] {
			rule[i] = "---:"
		}
	}
	fmt.Fprintln(p.w)
	for _, row := range append([][]string{t.Head, rule}, t.Rows...) {
		fmt.Fprintf(p.w, "| %s |\n", strings.Join(row, " | "))
	}
	return nil
}

func indented(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }
