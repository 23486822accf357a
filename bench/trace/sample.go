package trace

import (
	"bytes"
	"embed"
)

//go:embed testdata/*-n?.trace.gz
var samples embed.FS

// Samples are the names of the excerpts of captures that ship with the
// package. They were taken on Linux 6.1 with ext4 on two emulated CPUs.
var Samples = [...]string{"inval-n8", "mixed-pmd-n8", "pte-same-n4", "zero-n4"}

// OpenSample returns a reader of an excerpt, named as the captures are.
func OpenSample(name string) (*Reader, error) {
	data, err := samples.ReadFile("testdata/" + name + ".trace.gz")
	if err != nil {
		return nil, err
	}
	return NewReader("linux6.1-ext4-2cpu-"+name+".trace.gz", bytes.NewReader(data))
}
