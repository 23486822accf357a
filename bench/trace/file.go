package trace

// FileID says which file an event is on: an inode number is one of a device.
type FileID struct {
	Dev uint64 // 0 is not told
	Ino uint64
}

// file is the one that an event is on.
func (e *Event) file() FileID { return FileID{e.Dev, e.Ino} }

// attribute gives a kprobe, which tells no device, that of the fault or of the
// write-back that its task is in, if that is on the same inode number.
func (r *Reader) attribute(e *Event) {
	switch e.Kind {
	case Lost:
		clear(r.at)
	case PTEFault, PMDFault, WritebackRange:
		if len(r.at) == maxTasks {
			clear(r.at)
		}
		r.at[e.PID] = e.file()
	case PTEFaultDone, PMDFaultDone, WritebackRangeDone:
		delete(r.at, e.PID)
	case Grab, GetEntry, Insert, Unlock, Wake, Invalidate, BusyRange:
		if at, ok := r.at[e.PID]; ok && at.Ino == e.Ino {
			e.Dev = at.Dev
		}
	}
}

// numbered is what a file is called in a Workload that is being made.
type numbered struct {
	n    int
	line int // where the file was first seen
}

// files numbers files in order of appearance.
type files struct {
	of map[FileID]numbered
}

// find returns the number of a file that is known, or gives it one; false if
// there are too many.
func (f *files) find(id FileID, line int) (n int, ok bool) {
	if known, ok := f.of[id]; ok {
		return known.n, true
	}
	if len(f.of) == maxFiles {
		return 0, false
	}
	n = len(f.of)
	f.of[id] = numbered{n, line}
	return n, true
}

// settle says for each number which one it is in truth, or -1. An event without
// a device is on the only file that has its inode number; where several devices
// have it nobody can say which.
func (f *files) settle(w *Warnings) []int {
	settled := make([]int, len(f.of))
	devices, known := map[uint64]int{}, map[uint64]int{}
	for id, at := range f.of { // the results depend on no order
		settled[at.n] = at.n
		if id.Dev != 0 {
			devices[id.Ino]++
			known[id.Ino] = at.n
		}
	}
	for id, at := range f.of {
		switch {
		case id.Dev != 0 || devices[id.Ino] == 0:
		case devices[id.Ino] == 1: // called by the one that was there first
			first := min(at.n, known[id.Ino])
			settled[at.n], settled[known[id.Ino]] = first, first
		default:
			settled[at.n] = -1
			w.add(AmbiguousFile, at.line, 1)
		}
	}
	return settled
}
