package daxtest

// Uses is what an operation uses beside the tree of entries and its lock: what it
// may do at all, whatever it meets. It is a set of bits. Reductions of a search go
// by it (bench/footprint), so a use that is forgotten here is a proof that is none;
// a use too many costs states.
type Uses uint16

// The uses.
const (
	// Faults: takes whole faults through the mapping of its task, or of the process
	// that tasks are threads of.
	Faults Uses = 1 << iota
	// Unmaps: takes the page-table locks of all mappings.
	Unmaps
	// Downgrades: does so where it meets a zero entry.
	Downgrades
	// Remaps: takes mmap_lock, and what is below it, alone.
	Remaps
	// Cuts: takes invalidate_lock alone.
	Cuts
	// Sizes: changes the length of the file. Metadata: looks at what the file system
	// knows of the file, or changes it, with no entry locked.
	Sizes
	Metadata
	// Marks: looks at marks, or changes them, of entries that others have locked.
	Marks
	// Frames: looks at page frames to find an entry, or frees the file that they
	// belong to.
	Frames
)

// Uses returns what the operation uses.
func (o Op) Uses() Uses { return o.verb.uses }

// Threads reports whether tasks are threads of a process that do the operation.
func (o Op) Threads() bool { return o.verb.threads }

// Reads reports whether the operation takes faults for reading, which put zero
// entries over holes.
func (o Op) Reads() bool { return o.verb.access && !o.write }

// Awaits returns whose end the operation waits for, if any.
func (o Op) Awaits() (task int, ok bool) { return o.until, o.until >= 0 && o.verb.name != "" }
