package flag

import (
	"cmp"
	"errors"

	"github.com/spf13/cobra"

	"daxwait/bench"
	"daxwait/bench/machines"
	"daxwait/bench/profile"
	"daxwait/bench/sim/machine"
)

// Machine adds the flag of the machine to simulate.
func Machine(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "machine", "", "machine to simulate: its name or file")
	completeFilesToo(c, "machine", machines.Names())
}

// MachineNamed returns the machine of a name or file; of none, and of fifo, it is nil.
func MachineNamed(nameOrFile string) (*machine.Machine, error) {
	if nameOrFile == "" {
		return nil, nil
	}
	m, err := machines.Find(nameOrFile)
	return m, In("machine", err)
}

// Simulation makes a machine to simulate of a profile's and a machine's names or files.
// One that is not named is the other's own: a machine's prices, a kernel's scheduler.
func Simulation(prices, on string) (*bench.Sim, error) {
	m, err := MachineNamed(on)
	if err != nil {
		return nil, err
	}
	if m != nil {
		prices = cmp.Or(prices, m.Profile)
	}
	found, err := profile.Find(cmp.Or(prices, "default"))
	if err != nil {
		return nil, In("profile", err)
	}
	s := bench.NewSim(&found.Profile)
	s.Ranges = found.Ranges
	if on != "" {
		s.Machine = m
	}
	if m != nil {
		s.CPUs = cmp.Or(m.CPUs(), s.CPUs)
	}
	return s, nil
}

// NoMachine refuses one, as the live engine does.
func NoMachine(nameOrFile string) error {
	if nameOrFile == "" || nameOrFile == machines.FIFO {
		return nil
	}
	return In("machine", errors.New("for --engine sim; the live engine has this machine"))
}
