package machines

import (
	"bytes"
	"embed"
	"fmt"
	"strings"

	"daxwait/bench/sim/machine"
	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

//go:embed files/*.toml
var files embed.FS

// FIFO is the name of the machine that is none: as many CPUs as are asked for, with one
// queue.
const FIFO = string(machine.FirstCome)

// Names are those of the machines that come with the project: first those with as many
// CPUs as are asked for, which are named as their schedulers.
func Names() []string {
	return []string{FIFO, string(machine.CFS), string(machine.EEVDF), "guest-2cpu", "64-core", "2x64-numa"}
}

// Find returns a machine that comes with the project, or reads the file that is named,
// which has a slash or a dot in its name. FIFO is nil.
func Find(nameOrFile string) (*machine.Machine, error) {
	switch s := machine.Scheduler(nameOrFile); s {
	case machine.FirstCome, machine.CFS, machine.EEVDF:
		return machine.Of(s), nil
	}
	for _, name := range Names() {
		if name != nameOrFile {
			continue
		}
		file := "files/" + name + ".toml"
		data, err := files.ReadFile(file)
		if err != nil {
			return nil, err
		}
		return Read(bytes.NewReader(data), file)
	}
	if !strings.ContainsAny(nameOrFile, "./\\") {
		return nil, fmt.Errorf("%w, or a file, such as ./mine.toml", nearest.Unknown("machine", nameOrFile, Names(), command.Command{}))
	}
	f, err := bounded.Open(nameOrFile)
	if err != nil {
		return nil, fmt.Errorf("%w; the machines that need no file are %s", err, strings.Join(Names(), ", "))
	}
	defer f.Close()
	return Read(f, nameOrFile)
}
