package cli

import (
	"os"
	"path"
	"regexp"
	"strings"
	"time"

	"daxwait/bench/contained"
	"daxwait/internal/command"
	"daxwait/internal/contain"
	"daxwait/internal/plain"
	"daxwait/results/store"
	"daxwait/strategies"
)

// Suite is the command with a catalogue of designs.
type Suite struct {
	// Program is what commands begin with that somebody may run next.
	Program string
	// Catalogue is the designs that words name.
	Catalogue strategies.Catalogue
	// On is where results are written; nil is the machine's file system.
	On store.FS
	// Trial is how long a dry run may try cases to find out how long they take; a
	// second if it is 0.
	Trial time.Duration
}

// Daxwait is the command with the designs that ship.
func Daxwait() *Suite { return &Suite{Program: "daxwait", Catalogue: strategies.All()} }

// Contain has designs that are code run in processes of their own, which are this
// program started again: as one of them it does not return.
func (s *Suite) Contain() {
	if contain.Called() {
		contained.Serve(s.Catalogue)
	}
	s.Catalogue = s.Catalogue.At(&contain.Pool{Stderr: plain.Lines{W: os.Stderr}})
}

// Called is how a program is called whose first word is arg0: by go run, as that
// is, else by its name.
func Called(arg0 string) string {
	if regexp.MustCompile(`/go-build\d*/`).MatchString(arg0) {
		return "go run ."
	}
	return command.Quote(path.Base(arg0))
}

// spelled is a text of this package, in which the suite is called daxwait, as its
// program is called.
func (s *Suite) spelled(text string) string {
	return strings.ReplaceAll(text, "daxwait ", s.Program+" ")
}
