package step

import (
	"fmt"
	"strings"
)

// Step is who takes a step, and what is decided for it.
type Step struct {
	Task uint8
	// Spurious: the task sleeps, and goes on without having been woken.
	Spurious bool
	// Yes has a bit for each choice that the step meets, in order: 1 is yes.
	Yes uint8
}

// MaxTasks is how many tasks a schedule can name.
const MaxTasks = 16

const digits = "0123456789abcdef"

// String writes a digit for the task, s for a spurious step, and y or n for each
// choice that is answered yes or no; the last are no. No shell minds these.
func (s Step) String() string {
	var b strings.Builder
	b.WriteByte(digits[s.Task%MaxTasks])
	if s.Spurious {
		b.WriteByte('s')
	}
	for yes := s.Yes; yes != 0; yes >>= 1 {
		b.WriteByte("ny"[yes&1])
	}
	return b.String()
}

// Schedule is an order of steps. From Loop on it repeats for ever, if Loop is
// not its length.
type Schedule struct {
	Steps []Step
	Loop  int
}

// NewSchedule returns the schedule of steps that come once.
func NewSchedule(steps []Step) Schedule { return Schedule{steps, len(steps)} }

// String writes the steps, with an x before those that repeat.
func (s Schedule) String() string {
	var b strings.Builder
	for i, st := range s.Steps {
		if i == s.Loop {
			b.WriteByte('x')
		}
		b.WriteString(st.String())
	}
	return b.String()
}

// ParseSchedule reads what String writes; spaces are for the reader.
func ParseSchedule(text string) (Schedule, error) {
	var s Schedule
	loop, bit := -1, 0
	for i, c := range text {
		var last *Step
		if n := len(s.Steps); n > max(loop, 0) {
			last = &s.Steps[n-1]
		}
		switch digit := strings.IndexRune(digits, c); {
		case c == ' ':
		case digit >= 0:
			s.Steps = append(s.Steps, Step{Task: uint8(digit)})
			bit = 0
		case c == 'x' && loop < 0:
			loop = len(s.Steps)
		case c == 's' && last != nil && !last.Spurious && bit == 0:
			last.Spurious = true
		case (c == 'y' || c == 'n') && last != nil && bit < 8:
			if c == 'y' {
				last.Yes |= 1 << bit
			}
			bit++
		default:
			return s, fmt.Errorf("%q, character %d: %q is not expected here: want a task as a digit, s y or n behind it, or x before what repeats", text, i+1, c)
		}
	}
	s.Loop = len(s.Steps)
	if loop == len(s.Steps) {
		return s, fmt.Errorf("%q: nothing follows the x", text)
	} else if loop >= 0 {
		s.Loop = loop
	}
	return s, nil
}
