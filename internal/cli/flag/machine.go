package flag

import (
	"errors"

	"github.com/spf13/cobra"

	"daxwait/bench"
	"daxwait/bench/machines"
)

// Machine adds the flag of the machine to simulate.
func Machine(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "machine", machines.FIFO, "machine to simulate: its name or file")
	completeFilesToo(c, "machine", machines.Names())
}

// OnMachine gives a simulation the machine of a name or file; none is fifo.
func OnMachine(m *bench.Sim, nameOrFile string) (err error) {
	if nameOrFile == "" {
		return nil
	}
	if m.Machine, err = machines.Find(nameOrFile); m.Machine != nil {
		m.CPUs = m.Machine.CPUs()
	}
	return In("machine", err)
}

// NoMachine refuses one, as the live engine does.
func NoMachine(nameOrFile string) error {
	if nameOrFile == "" || nameOrFile == machines.FIFO {
		return nil
	}
	return In("machine", errors.New("for --engine sim; the live engine has this machine"))
}
