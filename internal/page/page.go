package page

import (
	"fmt"
	"io"
	"strings"

	"daxwait/internal/phrase"
)

// Page is a text in sections, for a terminal or as Markdown.
type Page struct {
	W        io.Writer
	Markdown bool
}

// pageWidth is where the lines of a paragraph end on a terminal.
const pageWidth = 98

// title begins the page.
func (p *Page) Title(text string) {
	if p.Markdown {
		fmt.Fprintf(p.W, "# %s\n", escape(text))
		return
	}
	fmt.Fprintln(p.W, text)
}

// section begins a section.
func (p *Page) Section(text string) {
	if p.Markdown {
		fmt.Fprintf(p.W, "\n## %s\n", escape(text))
		return
	}
	fmt.Fprintf(p.W, "\n%s\n", strings.ToUpper(text))
}

// say adds a paragraph.
func (p *Page) Say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if p.Markdown {
		fmt.Fprintf(p.W, "\n%s\n", escape(text))
		return
	}
	fmt.Fprintln(p.W, indented(phrase.Wrap(text, pageWidth-2)))
}

// block adds lines that stay as they are.
func (p *Page) Block(kind, text string) {
	text = strings.TrimRight(text, "\n")
	if p.Markdown {
		fence := phrase.Fence(text)
		fmt.Fprintf(p.W, "\n%s%s\n%s\n%s\n", fence, kind, text, fence)
		return
	}
	fmt.Fprintln(p.W, indented(text))
}

// table adds a table.
func (p *Page) Table(t *phrase.Table) error {
	if !p.Markdown {
		var b strings.Builder
		if err := t.Text(&b); err != nil {
			return err
		}
		p.Block("", b.String())
		return nil
	}
	rule := make([]string, len(t.Head))
	for i := range rule {
		if rule[i] = "---"; i < len(t.Right) && t.Right[i] {
			rule[i] = "---:"
		}
	}
	fmt.Fprintln(p.W)
	for _, row := range append([][]string{t.Head, rule}, t.Rows...) {
		for _, cell := range row {
			fmt.Fprintf(p.W, "| %s ", strings.ReplaceAll(escape(cell), "|", `\|`))
		}
		fmt.Fprintln(p.W, "|")
	}
	return nil
}

// escape has a text begin no tag of HTML. Within a fence a text stands as it is.
func escape(text string) string { return strings.ReplaceAll(text, "<", "&lt;") }

func indented(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }
