package report

import (
	"daxwait/internal/phrase"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/answers"
)

// Report is what is written.
type Report struct {
	Title string
	// About says in a line what it was made of.
	About    string
	Answers  []answers.Answer
	Sections []Section
}

// Section is a part of the report.
type Section struct {
	// ID names it in links; it is unique.
	ID, Title string
	// Lead says what the section is about, whatever the data.
	Lead      string
	Claims    []answers.Claim
	Figures   []Figure
	Tables    []Table
	Schedules []Schedule
	// Notes are lines of text made of data, under a heading of their own.
	Notes []Notes
}

// Figure is a chart with the command that makes it, and what it is of; nothing
// if it is of no run.
type Figure struct {
	*plots.Figure
	Command string
	Of      *Run
}

// Run is a source, in a line.
type Run struct{ Name, Says string }

// Table is one with a caption, and the command that makes it.
type Table struct {
	phrase.Table
	Caption, Command string
	// Folded: it is long, and shown on demand. Pairs: plain text has of it the
	// first two columns, as a sentence.
	Folded, Pairs bool
}

// Schedule is one that loses, to step through, with the designs that lose by it,
// the first of which it is of.
type Schedule struct {
	*results.Columns
	Designs []string
	Command string
}

// Notes are lines that go together.
type Notes struct {
	Title   string
	Lines   []string
	Command string
}

// chapter is figures of one run.
type chapter struct {
	Of      *Run
	Figures []Figure
}

// chapters are the figures of a section, by what they are of.
func (s *Section) chapters() (all []chapter) {
	for _, f := range s.Figures {
		if n := len(all); n == 0 || all[n-1].Of != f.Of {
			all = append(all, chapter{Of: f.Of})
		}
		last := &all[len(all)-1]
		last.Figures = append(last.Figures, f)
	}
	return all
}

// figures returns all figures, in the order of the report.
func (r *Report) figures() (all []Figure) {
	for _, s := range r.Sections {
		all = append(all, s.Figures...)
	}
	return all
}
