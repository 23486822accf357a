package report

import (
	"cmp"
	"io"
	"strings"
	"unicode/utf8"

	"daxwait/internal/phrase"
	"daxwait/results/answers"
)

// writeText writes the report as plain text of 72 columns, for mail. It opens
// with a sentence of each answer, which a first screen has room for. Charts stand
// for themselves by their captions, and long tables by the commands that print
// them.
func (r *Report) writeText(w io.Writer) error {
	l := &lines{}
	l.heading(r.Title, '=')
	for _, a := range r.Answers {
		l.wrapped(a.ID+"  ", "    ", first(a.Claims))
	}
	l.line("")
	l.wrapped("", "", r.About)
	l.line("")
	l.heading("Six questions", '-')
	for _, a := range r.Answers {
		l.wrapped(a.ID+"  ", "    ", a.Question+" ("+a.Asked+")")
		l.line("")
		for _, c := range answered(a.Claims) {
			l.claim(c)
		}
		l.line("")
	}
	for i := range r.Sections {
		l.section(&r.Sections[i])
	}
	l.heading("Commands", '-')
	for _, c := range r.commands() {
		l.wrapped("", "", c.says())
		for command := range strings.SplitSeq(c.Lines, "\n") {
			l.command(command)
		}
		l.line("")
	}
	return l.to(w)
}

func (l *lines) heading(text string, rule rune) {
	l.wrapped("", "", text)
	l.line("%s", strings.Repeat(string(rule), min(width, utf8.RuneCountInString(text))))
	l.line("")
}

func (l *lines) claim(c answers.Claim) {
	l.wrapped("  * ", "    ", c.Text)
	if c.Confidence != "" {
		l.wrapped("    (", "     ", c.Confidence+")")
	}
	if c.Missing {
		l.command(c.Command.String())
	}
}

func (l *lines) section(s *Section) {
	l.heading(s.Title, '-')
	if s.Lead != "" {
		l.wrapped("", "", s.Lead)
		l.line("")
	}
	for _, c := range quiet(s.Claims) {
		l.claim(c)
	}
	for i, c := range s.chapters() {
		if c.Of != nil {
			if i > 0 || len(s.Claims) != 0 {
				l.line("")
			}
			l.wrapped("", "  ", c.Of.Name+": "+c.Of.Says)
		}
		for _, f := range c.Figures {
			l.wrapped("  * ", "    ", f.Caption)
		}
	}
	l.line("")
	for _, c := range s.Schedules {
		l.schedule(c)
	}
	for _, t := range s.Tables {
		l.table(t)
	}
}

// schedule writes the steps one below the other: columns are wider than mail.
func (l *lines) schedule(s Schedule) {
	l.wrapped("", "", s.title())
	l.wrapped("  entries at first: ", "    ", cmp.Or(s.Entries, "none"))
	for i, t := range s.Tasks {
		l.wrapped("  task "+string(rune('0'+i%10))+": ", "    ", t)
	}
	for n := 0; n < len(s.Steps); {
		first, step := n, s.Steps[n]
		does := strings.Join(step.Does, ", ")
		for n++; n < len(s.Steps) && n != s.NoReturn && s.Steps[n].Task == step.Task && strings.Join(s.Steps[n].Does, ", ") == does; n++ {
		}
		steps := number(first + 1)
		if n > first+1 {
			steps += "-" + number(n)
		}
		l.wrapped("  "+steps+"  task "+number(step.Task)+" ", "            ", does)
		if n == s.NoReturn {
			l.line("  -- after this no schedule can prevent it --")
		}
	}
	l.wrapped("  ", "  ", s.Ending)
	l.command(s.Command)
	l.line("")
}

// table writes rows as lines that begin with their first cell.
func (l *lines) table(t Table) {
	if t.Folded && t.Command != "" {
		l.wrapped("", "", t.Caption+", "+phrase.Count(len(t.Rows), "row")+":")
		for command := range strings.SplitSeq(t.Command, "\n") {
			l.command(command)
		}
		l.line("")
		return
	}
	l.wrapped("", "", t.Caption)
	if t.Pairs {
		var pairs []string
		for _, row := range t.Rows {
			pairs = append(pairs, row[0]+phrase.NBSP+strings.ReplaceAll(row[1], " ", phrase.NBSP))
		}
		l.wrapped("  ", "  ", strings.Join(pairs, "; "))
		l.line("")
		return
	}
	for _, row := range t.Rows {
		var words []string
		for i, cell := range row[1:] {
			if cell == "" {
				continue
			}
			if head := t.Head[i+1]; head != "" {
				cell = head + " " + cell
			}
			words = append(words, cell)
		}
		l.wrapped("  ", "    ", row[0]+": "+strings.Join(words, "; "))
	}
	if t.Command != "" {
		l.command(t.Command)
	}
	l.line("")
}

// first is the first sentence of an answer.
func first(claims []answers.Claim) string {
	if len(claims) == 0 {
		return ""
	}
	sentence, _, more := strings.Cut(claims[0].Text, ". ")
	if more {
		sentence += "."
	}
	return sentence
}
