package pattern

import (
	"daxwait/bench/trace"
	"daxwait/daxcore"
)

// Entry is an entry of the page cache.
type Entry struct {
	File  int
	Index uint64
	Order uint8
}

// entriesOf finds what the page cache held when the capture began. A chunk in
// which PMD faults came through has a PMD entry; one in which all that came to
// the entry fell back has PTE entries, where PTE faults were. Of others the
// trace does not tell, and the replay begins with nothing there: who came first
// would decide whether all the rest is PTE or PMD.
func entriesOf(w *trace.Workload) []Entry {
	type chunk struct {
		file int
		base uint64
	}
	through, fellBack := map[chunk]bool{}, map[chunk]bool{}
	each := func(f func(o *trace.Op, c chunk)) {
		for i := range w.Workers {
			for j := range w.Workers[i].Ops {
				o := &w.Workers[i].Ops[j]
				f(o, chunk{o.File, daxcore.Base(o.Index)})
			}
		}
	}
	each(func(o *trace.Op, c chunk) {
		if o.Kind == trace.OpPMDFault && o.Grabbed {
			through[c] = through[c] || !o.FellBack
			fellBack[c] = fellBack[c] || o.FellBack
		}
	})
	var entries []Entry
	seen := map[Entry]bool{}
	each(func(o *trace.Op, c chunk) {
		var e Entry
		switch {
		case through[c] && o.Kind == trace.OpPMDFault:
			e = Entry{c.file, c.base, daxcore.PMD}
		case fellBack[c] && !through[c] && o.Kind == trace.OpPTEFault:
			e = Entry{c.file, o.Index, daxcore.PTE}
		default:
			return
		}
		if !seen[e] {
			seen[e] = true
			entries = append(entries, e)
		}
	})
	return entries
}
