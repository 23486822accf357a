package report

import (
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

// Figure is a chart with the command that makes it.
type Figure struct {
	*plots.Figure
	Command string
}

// Table is one with a caption, and the command that makes it.
type Table struct {
	results.Table
	Caption, Command string
	// Folded: it is long, and shown on demand.
	Folded bool
}

// Schedule is one that loses, to step through.
type Schedule struct {
	*results.Columns
	Command string
}

// Notes are lines that go together.
type Notes struct {
	Title   string
	Lines   []string
	Command string
}

// Figures returns all figures, in the order of the report.
func (r *Report) Figures() (all []Figure) {
	for _, s := range r.Sections {
		all = append(all, s.Figures...)
	}
	return all
}
