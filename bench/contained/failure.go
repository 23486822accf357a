package contained

import (
	"errors"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/contain"
)

// failure is an error as a child sends it: its text, and what else is told by.
type failure struct {
	Text   string
	Spins  *daxtest.Spins      `json:",omitempty"`
	Clock  *daxtest.ReadsClock `json:",omitempty"`
	Hidden *check.HiddenState  `json:",omitempty"`
	// Broken says where the design stands that spins.
	Broken *contain.Broken `json:",omitempty"`
	Stale  bool            `json:",omitempty"`
	// Lines are the errors that were joined.
	Lines []string `json:",omitempty"`
}

// failed is an error to be sent, or nil. One of a step that does not end says where
// the design stands meanwhile.
func failed(j *contain.Job, err error) *failure {
	if err == nil {
		return nil
	}
	f := &failure{Text: err.Error()}
	if errors.As(err, &f.Spins) && f.Spins.Steps == 0 {
		f.Broken = j.Stuck()
		f.Text += ": " + f.Broken.Where()
	}
	errors.As(err, &f.Clock)
	errors.As(err, &f.Hidden)
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			f.Lines = append(f.Lines, e.Error())
		}
	}
	return f
}

// err is the error that was sent, or nil.
func (f *failure) err() error {
	switch {
	case f == nil:
		return nil
	case len(f.Lines) > 1:
		var all []error
		for _, line := range f.Lines {
			all = append(all, errors.New(line))
		}
		return errors.Join(all...)
	}
	return f
}

func (f *failure) Error() string { return f.Text }

// As is for [errors.As]: what the error is told by.
func (f *failure) As(target any) bool {
	switch t := target.(type) {
	case **daxtest.Spins:
		*t = f.Spins
		return f.Spins != nil
	case **daxtest.ReadsClock:
		*t = f.Clock
		return f.Clock != nil
	case **check.HiddenState:
		*t = f.Hidden
		return f.Hidden != nil
	case **contain.Broken:
		*t = f.Broken
		return f.Broken != nil
	}
	return false
}

// Is is for [errors.Is].
func (f *failure) Is(target error) bool { return f.Stale && target == ErrStale }

// ErrStale is in the error of a schedule that does not fit any more.
var ErrStale = errors.New("the schedule is stale")
