package report

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/internal/plain"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/answers"
)

//go:embed page.html page.css page.js
var files embed.FS

// page is what the template is filled with.
type page struct {
	Title, About string
	Policy       string // what the page may load and run
	Style        template.CSS
	Script, Data template.JS
	Answers      []answers.Answer
	Sections     []pageSection
	Commands     []made
}

type pageSection struct {
	ID, Title, Lead string
	Claims          []answers.Claim
	Chapters        []pageChapter
	Tables          []pageTable
	Schedules       []pageSchedule
	Notes           []Notes
}

type pageChapter struct {
	Of      *Run
	Figures []pageFigure
}

type pageFigure struct {
	Name, Caption, Command string
	SVG                    template.HTML
	Marks                  int
	// Least is how wide it has to be for its text to be read, in pixels.
	Least int
}

type pageTable struct {
	Caption, Command string
	Head             []pageCell
	Rows             [][]pageCell
	Folded           bool
}

type pageCell struct {
	Text        string
	Right, Acts bool
}

type pageSchedule struct {
	ID, Title, Entries, Ending, Command string
	Index                               int
	Open, Turn                          bool
	Tasks                               []string
	Rows                                []pageRow
	Figure                              pageFigure
}

type pageRow struct {
	Number int
	Turn   bool
	Cells  []pageCell
}

// data is what the page has as JSON.
type data struct {
	Answers   []answers.Answer       `json:"answers"`
	Claims    map[string][]claimData `json:"claims"`
	Marks     map[string][]markData  `json:"marks"`
	Schedules []*results.Columns     `json:"schedules"`
}

// claimData are the claims of a section.
type claimData = answers.Claim

// markData is a mark as the script reads it.
type markData struct {
	X        float64 `json:"x"`
	Y        float64 `json:"y"`
	W        float64 `json:"w"`
	H        float64 `json:"h"`
	What     string  `json:"what"`
	Value    string  `json:"value"`
	Interval string  `json:"interval,omitempty"`
	N        string  `json:"n,omitempty"`
}

// writeHTML writes the report as one page that needs nothing else.
func (r *Report) writeHTML(w io.Writer) error {
	d := &data{Answers: r.Answers, Claims: map[string][]claimData{}, Marks: map[string][]markData{}}
	p := page{Title: r.Title, About: r.About, Commands: r.commands()}
	for _, a := range r.Answers {
		a.Claims = answered(a.Claims)
		p.Answers = append(p.Answers, a)
	}
	for i := range r.Sections {
		s, err := d.section(&r.Sections[i])
		if err != nil {
			return err
		}
		p.Sections = append(p.Sections, s)
	}
	encoded, err := json.Marshal(d) // of maps, in the order of their keys
	if err != nil {
		return err
	}
	var texts [3]string
	for i, name := range []string{"page.html", "page.css", "page.js"} {
		b, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		texts[i] = string(b)
	}
	style, script := texts[1]+p.widths(), texts[2]
	p.Style, p.Script, p.Data = template.CSS(style), template.JS(script), template.JS(encoded)
	p.Policy = fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; img-src data:", hashed(style), hashed(script))
	t, err := template.New("page").Parse(texts[0])
	if err != nil {
		return err
	}
	return t.Execute(&plain.Writer{W: w}, p)
}

// hashed is a text as a Content-Security-Policy allows it, and no other.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// widths are the rules for how wide figures have to be: a style of their own the
// policy would not allow.
func (p *page) widths() string {
	var all []int
	add := func(f pageFigure) {
		if !slices.Contains(all, f.Least) {
			all = append(all, f.Least)
		}
	}
	for _, s := range p.Sections {
		for _, c := range s.Chapters {
			for _, f := range c.Figures {
				add(f)
			}
		}
		for _, c := range s.Schedules {
			add(c.Figure)
		}
	}
	slices.Sort(all)
	var b strings.Builder
	for _, least := range all {
		fmt.Fprintf(&b, ".least-%d svg { min-width: %dpx; }\n", least, least)
	}
	return b.String()
}

// section lays out a section and keeps its data.
func (d *data) section(s *Section) (pageSection, error) {
	p := pageSection{ID: s.ID, Title: s.Title, Lead: s.Lead, Claims: quiet(s.Claims), Notes: s.Notes}
	if len(s.Claims) != 0 {
		d.Claims[s.ID] = s.Claims
	}
	for _, c := range s.chapters() {
		laid := pageChapter{Of: c.Of}
		for _, f := range c.Figures {
			figure, err := d.figure(f)
			if err != nil {
				return p, err
			}
			laid.Figures = append(laid.Figures, figure)
		}
		p.Chapters = append(p.Chapters, laid)
	}
	for i, c := range s.Schedules {
		laid, err := d.schedule(c, i == 0)
		if err != nil {
			return p, err
		}
		p.Schedules = append(p.Schedules, laid)
	}
	for _, t := range s.Tables {
		p.Tables = append(p.Tables, tableOf(t))
	}
	return p, nil
}

func (d *data) figure(f Figure) (pageFigure, error) {
	var b bytes.Buffer
	marks, err := f.WriteInline(&b)
	if err != nil {
		return pageFigure{}, err
	}
	for _, m := range marks {
		d.Marks[f.Name] = append(d.Marks[f.Name], markData{tenth(m.Left), tenth(m.Top), tenth(m.Width), tenth(m.Height), m.What, m.Value, m.Interval, m.N})
	}
	svg := strings.Replace(b.String(), ` xmlns="http://www.w3.org/2000/svg"`, "", 1)
	const perPoint = 1.3
	return pageFigure{f.Name, together(f.Caption), f.Command, template.HTML(svg), len(marks), int(perPoint * f.Width.Points())}, nil
}

// together keeps numbers and their units on one line.
func together(s string) string {
	return strings.NewReplacer(" %", phrase.NBSP+"%", " ns", phrase.NBSP+"ns", " µs", phrase.NBSP+"µs", " ms", phrase.NBSP+"ms", " = ", phrase.NBSP+"="+phrase.NBSP).Replace(s)
}

// tenth rounds a coordinate.
func tenth(v float64) float64 { return float64(int(v*10+0.5)) / 10 }

func (d *data) schedule(s Schedule, open bool) (pageSchedule, error) {
	p := pageSchedule{
		Index: len(d.Schedules), ID: fmt.Sprintf("schedule-%d", len(d.Schedules)), Title: s.title(), Open: open,
		Entries: cmp.Or(s.Entries, "none"), Ending: s.Ending, Command: s.Command, Turn: s.NoReturn > 0,
	}
	for i, t := range s.Tasks {
		p.Tasks = append(p.Tasks, fmt.Sprintf("task %d: %s", i, t))
	}
	for n, step := range s.Steps {
		row := pageRow{Number: n + 1, Turn: n+1 == s.NoReturn}
		for id := range s.Tasks {
			row.Cells = append(row.Cells, pageCell{Text: s.cell(n, id), Acts: id == step.Task})
		}
		p.Rows = append(p.Rows, row)
	}
	d.Schedules = append(d.Schedules, s.Columns)
	f := plots.Schedule(s.Columns)
	f.Name = fmt.Sprintf("%s-%d", f.Name, p.Index)
	var err error
	p.Figure, err = d.figure(Figure{Figure: f})
	return p, err
}

func tableOf(t Table) pageTable {
	cells := func(row []string) (cells []pageCell) {
		for i, text := range row {
			cells = append(cells, pageCell{Text: text, Right: i < len(t.Right) && t.Right[i]})
		}
		return cells
	}
	p := pageTable{Caption: t.Caption, Command: t.Command, Head: cells(t.Head), Folded: t.Folded}
	for _, row := range t.Rows {
		p.Rows = append(p.Rows, cells(row))
	}
	return p
}
