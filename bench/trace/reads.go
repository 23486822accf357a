package trace

// reads finds out whether read faults leave their entries clean: one was made by a
// read fault, and invalidated as clean with no write-back of its file between. The
// kernels that dirty it keep it. Files go by inode number, as invalidations tell no
// device.
type reads struct {
	made       map[key]int    // by read faults, with the write-backs of their files until then
	writebacks map[uint64]int // that began or ended
	clean      bool
}

// wrote notes that a write-back of a file begins or ends.
func (r *reads) wrote(k key) {
	if r.writebacks == nil {
		r.writebacks = map[uint64]int{}
	}
	r.writebacks[k.file.Ino]++
}

// faulted notes a fault that is over. made is whether it made the entry, and not of
// the zero page.
func (r *reads) faulted(k key, made, write bool) {
	k.file.Dev = 0
	switch {
	case write:
		delete(r.made, k)
	case made && len(r.made) < maxFiles:
		if r.made == nil {
			r.made = map[key]int{}
		}
		r.made[k] = r.writebacks[k.file.Ino]
	}
}

// invalidated notes that an entry went since it was clean.
func (r *reads) invalidated(k key) {
	k.file.Dev = 0
	if n, ok := r.made[k]; ok && n == r.writebacks[k.file.Ino] {
		r.clean = true
	}
	delete(r.made, k)
}

// tells reports whether read faults leave entries clean, unless an inode number is
// of several devices.
func (r *reads) tells(devices map[uint64]uint64) bool {
	for _, dev := range devices {
		if dev == several {
			return false
		}
	}
	return r.clean
}
