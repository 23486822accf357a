package contain

import (
	"encoding/json"
	"time"
)

// request is a line to a child: work, or that the work in hand is to stop.
type request struct {
	Kind  string          `json:"kind,omitempty"`
	In    json.RawMessage `json:"in,omitempty"`
	Stall time.Duration   `json:"stall,omitempty"`
	Heap  int64           `json:"heap,omitempty"`
	Stop  bool            `json:"stop,omitempty"`
}

// answer is a line from a child. One that is only Alive, or tells how far the work
// is, is not the last.
type answer struct {
	Alive bool            `json:"alive,omitempty"`
	Tell  json.RawMessage `json:"tell,omitempty"`

	Out    json.RawMessage `json:"out,omitempty"`
	Error  string          `json:"error,omitempty"`
	Broken *Broken         `json:"broken,omitempty"`
	// Ends: the child is of no use any more.
	Ends bool `json:"ends,omitempty"`
}

// Child is the variable of the environment that tells a program that it is a child.
const Child = "DAXWAIT_CONTAINED"
