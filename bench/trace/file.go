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

// several stands for the device of an inode number that more than one has.
const several = ^uint64(0)

// devices returns the device of each inode number of which one was told.
func (f *files) devices() map[uint64]uint64 {
	of := map[uint64]uint64{}
	for id := range f.of { // the result depends on no order
		switch {
		case id.Dev == 0:
		case of[id.Ino] == 0:
			of[id.Ino] = id.Dev
		default:
			of[id.Ino] = several
		}
	}
	return of
}

// settle says for each number which one it is in truth, or -1. An event without
// a device is on the only file that has its inode number; where several devices
// have it nobody can say which.
func (f *files) settle(w *Warnings) []int {
	settled := make([]int, len(f.of))
	for _, at := range f.of {
		settled[at.n] = at.n
	}
	for ino, dev := range f.devices() { // the results depend on no order
		unknown, ok := f.of[FileID{Ino: ino}]
		switch {
		case !ok:
		case dev == several:
			settled[unknown.n] = -1
			w.add(AmbiguousFile, unknown.line, 1)
		default: // called by the one that was there first
			known := f.of[FileID{dev, ino}].n
			first := min(unknown.n, known)
			settled[unknown.n], settled[known] = first, first
		}
	}
	return settled
}
