package lanes

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"

	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/words"
)

// Sizes of a sequence chart.
const (
	stepGutter vg.Length = 18
	laneIndent vg.Length = 5
	lanePad    vg.Length = 7
	barWidth   vg.Length = 6
	stepPad    vg.Length = 5
	arrowRoom  vg.Length = 6
)

// Colours of a sequence chart.
const (
	holdColor  ink.Hex = 0x0072B2
	sleepColor ink.Hex = 0x8A8A8A
	lostGround ink.Hex = 0xFBEFEA
)

// Schedule draws a schedule as a sequence chart: a lane for each task, time
// downwards, a row for each step. A bar runs along a lane while its task holds
// an entry, hatching while it sleeps, and an arrow from a task that wakes to
// the one that is woken. What comes after the point of no return has a tinted
// ground.
func Schedule(columns *results.Columns) *ink.Figure {
	s := newSequence(columns)
	var sub []string
	if s.Entries != "" {
		sub = append(sub, "At first: "+s.Entries)
	}
	if s.Columns.Schedule != "" {
		sub = append(sub, "Schedule: "+s.Columns.Schedule)
	}
	return ink.Sheet{
		Name: "schedule-" + fileName(s.Strategy+"-"+s.Scenario), Title: words.OfSchedule(columns, len(s.steps)), Subtitle: strings.Join(sub, ". "),
		Keys: s.keys(), Body: s.draw, BodyHeight: s.height,
	}.Figure()
}

// waitsOn names what a task sleeps on: a key, which is an index, or a lock.
func waitsOn(key string) string {
	if key != "" && strings.ContainsRune("B0123456789", rune(key[0])) {
		return "key " + key
	}
	return key
}

// fileName makes text a part of a file name.
func fileName(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '-'
	}, s)
}

// sequence is the layout of a sequence chart.
type sequence struct {
	course
	steps []row
	lane  vg.Length
	// heads and ends are the lines over and under each lane, noReturn those at
	// the point of no return, ending those of the sentence below.
	heads, ends      [][]string
	noReturn, ending []string
	// turnLane is the lane of noReturn.
	turnLane int
	// headRoom, turnAt, foot and height are how far from the top the lanes
	// begin, the point of no return is (0 if there is none), the lanes end and
	// all ends.
	headRoom, turnAt, foot, height vg.Length
}

// row is a step: its lines and where it is below the heads.
type row struct {
	results.Step
	number int
	lines  []string
	// bold is the line at which the task begins to hold an entry, -1 if none.
	bold int
	// wakes are the tasks that are woken.
	wakes       []int
	top, height vg.Length
}

func laneFace() ink.Face { return ink.Bold(ink.TextSize, ink.Dark) }
func wordFace() ink.Face { return ink.Plain(7.5, ink.Dark) }
func turnFace() ink.Face { return ink.Bold(7.5, ink.Alarm) }
func lostFace() ink.Face { return ink.Bold(7.5, ink.Alarm) }

// room for text in a lane, right of its line.
func (s *sequence) room() vg.Length { return s.lane - laneIndent - barWidth/2 - lanePad - 3 }

func newSequence(columns *results.Columns) *sequence {
	s := &sequence{course: course{columns}}
	width := ink.FullWidth - 2*ink.Margin
	s.lane = (width - stepGutter) / vg.Length(max(1, len(s.Tasks)))
	most := 1
	for i, does := range s.Tasks {
		lines := append([]string{fmt.Sprintf("task %d", i)}, wordFace().Wrap(does, s.lane-laneIndent-3)...)
		s.heads = append(s.heads, lines)
		most = max(most, len(lines))
	}
	s.headRoom = vg.Length(most)*laneFace().Leading() + 5
	y := s.headRoom
	for i, st := range s.Steps {
		if st.Task < 0 || st.Task >= len(s.Tasks) {
			continue
		}
		r := s.newStep(i, st)
		r.number = i
		s.steps = append(s.steps, r)
	}
	for i := range s.steps {
		r := &s.steps[i]
		r.top = y
		y += r.height
		if r.number+1 == s.NoReturn {
			s.turnAt = y
			y += s.turn(s.steps[i+1:])
		}
	}
	s.foot = y + 4
	s.height = s.foot + s.layOutEnds()
	if s.Ending != "" {
		s.ending = ink.KeyFace().Wrap(s.Ending, width)
		s.height += 8 + vg.Length(len(s.ending))*ink.KeyFace().Leading()
	}
	return s
}

// layOutEnds lays out what is under the lanes and returns the room it needs.
func (s *sequence) layOutEnds() vg.Length {
	most := 0
	for n := range s.Tasks {
		lines := lostFace().Wrap(s.endOf(n), s.lane-laneIndent-3)
		s.ends = append(s.ends, lines)
		most = max(most, len(lines))
	}
	return 3 + vg.Length(most)*lostFace().Leading()
}

// turn lays out the words at the point of no return and returns the room they
// need above the steps that follow: little if a lane is empty long enough, the
// last such if there are more.
func (s *sequence) turn(after []row) vg.Length {
	s.noReturn = turnFace().Wrap(s.turning(), s.room())
	need := vg.Length(len(s.noReturn))*turnFace().Leading() + 6
	var had vg.Length
	taken := make([]bool, len(s.Tasks))
	for _, r := range after {
		if had >= need {
			break
		}
		had += r.height
		taken[r.Task] = true
		for _, n := range r.wakes {
			for lane := min(n, r.Task); lane < max(n, r.Task); lane++ {
				taken[lane] = true
			}
		}
	}
	for lane := len(taken) - 1; lane >= 0; lane-- {
		if !taken[lane] {
			s.turnLane = lane
			return max(0, need-had)
		}
	}
	s.turnLane = len(taken) - 1
	return need
}

// newStep lays out a step.
func (s *sequence) newStep(i int, st results.Step) row {
	r := row{Step: st, bold: -1}
	now, before := s.state(i, st.Task), s.state(i-1, st.Task)
	holds := now.Holds != "" && now.Holds != before.Holds
	locks := slices.IndexFunc(st.Does, func(phrase string) bool {
		return holds && strings.HasPrefix(phrase, "locks") && strings.Contains(phrase, now.Holds)
	})
	for i, phrase := range st.Does {
		if i == locks {
			r.bold = len(r.lines)
		}
		r.lines = append(r.lines, wordFace().Wrap(phrase, s.room())...)
	}
	if holds && locks < 0 {
		r.bold = len(r.lines)
		r.lines = append(r.lines, wordFace().Fit("holds "+now.Holds, s.room()))
	}
	if key := now.Key; now.Status == "asleep" && key != "" && before.Key != key && !strings.Contains(strings.Join(st.Does, " "), "on "+waitsOn(key)) {
		r.lines = append(r.lines, wordFace().Wrap("asleep on "+waitsOn(key), s.room())...)
	}
	r.wakes = s.woken(i, st)
	r.height = vg.Length(max(1, len(r.lines)))*wordFace().Leading() + stepPad
	if len(r.wakes) > 0 {
		r.height += arrowRoom
	}
	return r
}
