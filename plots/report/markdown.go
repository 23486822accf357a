package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results/answers"
)

// number is a small number as text.
func number(n int) string { return fmt.Sprint(n) }

// writeMarkdown writes the report as Markdown. Charts stand for themselves by
// their captions, and the commands that draw them.
func (r *Report) writeMarkdown(w io.Writer) error {
	l := &lines{}
	l.line("# %s\n\n%s\n\n## Six questions\n", escape(r.Title), escape(r.About))
	for _, a := range r.Answers {
		l.line("### %s %s\n\n*%s*\n", a.ID, escape(a.Question), a.Asked)
		for i, c := range answered(a.Claims) {
			l.bullet(c, i == 0)
		}
		l.line("")
	}
	for i := range r.Sections {
		l.markdown(&r.Sections[i])
	}
	l.line("## Commands\n")
	for _, c := range r.commands() {
		l.line("%s\n", escape(c.says()))
		l.fenced(c.Lines)
		l.line("")
	}
	return l.to(w)
}

// fenced adds lines that stand as they are.
func (l *lines) fenced(text string) {
	fence := phrase.Fence(text)
	l.line("%s\n%s\n%s", fence, text, fence)
}

func (l *lines) bullet(c answers.Claim, bold bool) {
	text := escape(c.Text)
	if bold {
		text = "**" + text + "**"
	}
	if c.Confidence != "" {
		text += " *" + escape(c.Confidence) + "*"
	}
	if c.Missing {
		text += " It would be given by `" + c.Command.String() + "`"
	}
	l.line("- %s", text)
}

func (l *lines) markdown(s *Section) {
	l.line("## %s\n", escape(s.Title))
	if s.Lead != "" {
		l.line("%s\n", escape(s.Lead))
	}
	for _, c := range quiet(s.Claims) {
		l.bullet(c, false)
	}
	for _, c := range s.chapters() {
		if c.Of != nil {
			l.line("\n**%s**: %s\n", escape(c.Of.Name), escape(c.Of.Says))
		}
		for _, f := range c.Figures {
			l.line("- %s: %s", escape(f.Name), escape(f.Caption))
		}
	}
	for _, n := range s.Notes {
		l.line("\n<details><summary>%s</summary>\n", escape(n.Title))
		for _, text := range n.Lines {
			l.line("- %s", escape(text))
		}
		l.line("\n</details>")
	}
	l.line("")
	for _, c := range s.Schedules {
		l.line("### %s\n\nEntries at first: %s\n", escape(c.title()), escape(cmp.Or(c.Entries, "none")))
		head := []string{"step"}
		var rows [][]string
		for i, t := range c.Tasks {
			head = append(head, fmt.Sprintf("task %d: %s", i, t))
		}
		for n := range c.Steps {
			row := []string{number(n + 1)}
			for id := range c.Tasks {
				row = append(row, c.cell(n, id))
			}
			rows = append(rows, row)
		}
		l.grid(head, rows, nil)
		l.line("\n%s\n", escape(c.Ending))
		l.fenced(c.Command)
		l.line("")
	}
	for _, t := range s.Tables {
		if t.Folded {
			l.line("<details><summary>%s</summary>\n", escape(t.Caption))
		} else {
			l.line("### %s\n", escape(t.Caption))
		}
		l.grid(t.Head, t.Rows, t.Right)
		if t.Command != "" {
			l.line("")
			l.fenced(t.Command)
		}
		if t.Folded {
			l.line("\n</details>")
		}
		l.line("")
	}
}

// grid writes a table.
func (l *lines) grid(head []string, rows [][]string, right []bool) {
	line := func(cells []string) {
		for _, c := range cells {
			fmt.Fprintf(l, "| %s ", strings.ReplaceAll(escape(c), "\n", "<br>"))
		}
		l.line("|")
	}
	line(head)
	for i := range head {
		if i < len(right) && right[i] {
			fmt.Fprint(l, "|--:")
		} else {
			fmt.Fprint(l, "|---")
		}
	}
	l.line("|")
	for _, row := range rows {
		line(row)
	}
}

// escape takes their meaning from signs that have one in Markdown.
func escape(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "`", "\\`", "[", `\[`).Replace(s)
}
