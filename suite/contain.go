package suite

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"daxwait/bench/contained"
	"daxwait/internal/contain"
	"daxwait/internal/plain"
	"daxwait/strategies"
)

// homed are the designs that this program runs in processes of their own. It is the
// program that has them or not: whoever starts it again gets its main function.
var homed atomic.Pointer[strategies.Catalogue]

// Contain has designs that are code run in processes of their own from now on, by
// [Test], [Bench] and [Judge]: a loop, a lock that is never given back or a panic in a
// goroutine is then a result and no end of the program. The processes are this program
// started again, so main calls Contain before anything else: in such a process it does
// not return. [Main] does it by itself, [TestMain] is for tests.
//
// It returns the designs that ship and those, as they are to be run.
func Contain(designs ...*Design) strategies.Catalogue {
	if err := usableAll(designs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	all := strategies.All().With(designs...)
	if contain.Called() {
		contained.Serve(all)
	}
	all = all.At(&contain.Pool{Stderr: plain.Lines{W: os.Stderr}})
	homed.Store(&all)
	return all
}

// TestMain is all that a TestMain of designs does: it runs the tests, with designs in
// processes of their own ([Contain]), and ends the program with their exit code.
//
//	func TestMain(m *testing.M) { suite.TestMain(m, mine()) }
func TestMain(m *testing.M, designs ...*Design) {
	Contain(designs...)
	os.Exit(m.Run())
}

// atHome is a design where it is to be run. If that is here though it may not come
// back, without says so, and what to do.
func atHome(design *Design) (d *Design, without string) {
	if design.New == nil || design.Home != nil {
		return design, ""
	}
	all := homed.Load()
	switch {
	case all == nil:
		return design, design.Name + " is code, and runs in this process: if it never yields, or panics in a goroutine, that ends all. " +
			"To have it found and said instead, add func TestMain(m *testing.M) { suite.TestMain(m, mine()) }, where mine makes the design; in a program, call suite.Contain(mine()) first"
	case !all.Has(design.Name):
		return design, design.Name + " is code, and runs in this process: suite.TestMain, or suite.Contain, does not name it; add it there"
	}
	c := *design
	for _, s := range *all {
		if s.Name == c.Name {
			c.Home = s.Home
		}
	}
	return &c, ""
}

// usableAll is the error of the first of designs that is not usable.
func usableAll(designs []*Design) error {
	for _, d := range designs {
		if err := usable(d); err != nil {
			return err
		}
	}
	return nil
}
