package cli

import (
	"errors"
	"fmt"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/page"
	"daxwait/internal/phrase"
)

// sort puts the cells whose search cannot be believed apart from the others.
func (j *judgement) sort() {
	var sound []*cell
	for _, c := range j.cells {
		if c.err != nil {
			j.unsound = append(j.unsound, c)
		} else {
			sound = append(sound, c)
		}
	}
	j.cells = sound
}

// noVerdict is that the design has none in some scenarios.
func (j *judgement) noVerdict() error {
	return fmt.Errorf("%s has no verdict in %d of %s", j.design.Name, len(j.unsound), phrase.Count(len(j.unsound)+len(j.cells), "scenario"))
}

// sayUnsound says why there are scenarios without a verdict, each reason once.
func (j *judgement) sayUnsound(p *page.Page) {
	if len(j.unsound) == 0 {
		return
	}
	p.Say("No verdict in %s, such as:", phrase.Count(len(j.unsound), "scenario"))
	for _, c := range j.unsound[:min(len(j.unsound), mostLosing)] {
		p.Say("%v", c.err)
		if errors.As(c.err, new(*daxtest.Spins)) || errors.As(c.err, new(*check.HiddenState)) {
			break // the others have none for the same reason
		}
	}
}
