package trace

import (
	"bytes"
	"math"
)

// parseBody reads what follows the name of an event into r.event, whose Kind
// is known, and reports whether all that the kind has is there.
func (r *Reader) parseBody(b []byte) bool {
	e := &r.event
	switch e.Kind {
	case Grab, GetEntry:
		return place(e, b) && order(e, b)
	case GrabRet, GetEntryRet:
		return entry(e, b)
	case Insert, Unlock:
		return place(e, b) && entry(e, b)
	case Wake:
		return place(e, b) && entry(e, b) && set(&e.Mode, b, "mode")
	case Invalidate:
		return place(e, b) && set(&e.Trunc, b, "trunc")
	case InvalidateRet:
		return set(&e.Ret, b, "ret")
	case BusyRange:
		return set(&e.Ino, b, "ino") && set(&e.Index, b, "start") && set(&e.End, b, "end")
	case Flush:
		return set(&e.Size, b, "size")
	case PTEFault, PMDFault:
		_, ok := fault(e, b)
		return ok
	case PTEFaultDone, PMDFaultDone:
		symbolic, ok := fault(e, b)
		return ok && r.result(b, symbolic)
	case PTELoadHole, PMDLoadHole:
		return inode(e, b)
	case WritebackRange, WritebackRangeDone:
		return inode(e, b) && pages(e, b)
	case WritebackOne:
		return inode(e, b) && set(&e.Index, b, "pgoff") && set(&e.Pages, b, "pglen")
	case SchedSwitch:
		return r.schedSwitch(b)
	case SchedWaking, SchedWakeup:
		return schedWaking(e, b)
	}
	return true // Other, and Sleep: nothing of the latter's is used
}

func set(into *uint64, b []byte, key string) (ok bool) {
	*into, ok = numberField(b, key)
	return ok
}

func place(e *Event, b []byte) bool { return set(&e.Ino, b, "ino") && set(&e.Index, b, "index") }

// inode reads the file of a tracepoint: "dev 259:0 ino 0xc", or raw "ino=0xc …
// dev=271581184". Both are left out by no kernel that is known, but the device may
// be: then a file is its number.
func inode(e *Event, b []byte) bool {
	if v, ok := field(b, "dev"); ok {
		major, minor, both := bytes.Cut(v, []byte(":"))
		n, ok := number(major)
		if both {
			var m uint64
			m, ok = decimal(minor)
			n = n<<minorBits | m
		}
		if !ok {
			return false
		}
		e.Dev = n
	}
	return set(&e.Ino, b, "ino")
}

// minorBits is MINORBITS of include/linux/kdev_t.h.
const minorBits = 20

func entry(e *Event, b []byte) bool { return set((*uint64)(&e.Entry), b, "entry") }

func order(e *Event, b []byte) bool {
	n, ok := numberField(b, "order")
	e.Order = uint8(n)
	return ok && n < 64
}

// pages reads "pgoff 0x0-0x7f", or "start_index=0 end_index=0x7f".
func pages(e *Event, b []byte) bool {
	v, ok := field(b, "pgoff")
	if !ok {
		return set(&e.Index, b, "start_index") && set(&e.End, b, "end_index")
	}
	from, to, _ := bytes.Cut(v, []byte("-"))
	var okTo bool
	e.Index, ok = number(from)
	e.End, okTo = number(to)
	return ok && okTo
}

// faultWrite is FAULT_FLAG_WRITE of include/linux/mm_types.h.
const faultWrite = 1

// fault reads the fields that a fault has at both ends. It also reports
// whether the flags are names, as only the kernel itself prints them.
func fault(e *Event, b []byte) (symbolic, ok bool) {
	if !inode(e, b) || !set(&e.Index, b, "pgoff") {
		return false, false
	}
	flags, ok := field(b, "flags") // raw fields
	if !ok {
		if flags, ok = field(b, "shared"); !ok {
			flags, ok = field(b, "private")
		}
	}
	if !ok {
		return false, false
	}
	if n, isNumber := number(flags); isNumber {
		e.Write = n&faultWrite != 0
		return false, true
	}
	if string(flags) == "address" { // none is set: "shared  address 0x…"
		return false, true
	}
	for len(flags) > 0 {
		var flag []byte
		flag, flags, _ = bytes.Cut(flags, []byte("|"))
		if string(flag) == "WRITE" {
			e.Write = true
		}
	}
	return true, true
}

// faultFallback is VM_FAULT_FALLBACK of include/linux/mm_types.h.
const faultFallback = 0x800

// result reads the result of a fault, which is the last word if there is
// one after the page, and empty if it is 0. Names are trusted only if the
// kernel printed them: trace-cmd lacks the values that they stand for.
func (r *Reader) result(b []byte, symbolic bool) bool {
	e := &r.event
	v, raw := field(b, "result")
	if !raw {
		key := []byte(" pgoff ")
		if e.Kind == PMDFaultDone {
			key = []byte(" max_pgoff ")
		}
		i := bytes.Index(b, key)
		if i < 0 {
			return false
		}
		_, v = token(b[i+len(key):])
		v = bytes.Trim(v, " ")
		e.Result = r.intern(v)
	}
	trusted := symbolic || !r.traceCmd
	for len(v) > 0 {
		var word []byte
		word, v, _ = bytes.Cut(v, []byte("|"))
		if n, ok := number(word); ok {
			e.FallBack = e.FallBack || n&faultFallback != 0
			continue
		}
		switch string(word) {
		case "FALLBACK":
			e.FallBack = true
		case "OOM", "SIGBUS", "MAJOR", "WRITE", "HWPOISON", "HWPOISON_LARGE", "SIGSEGV", "NOPAGE",
			"LOCKED", "RETRY", "DONE_COW", "NEEDDSYNC", "COMPLETED":
		default:
			trusted = false
		}
		e.FallBackUnknown = !trusted
	}
	if e.FallBackUnknown {
		e.FallBack = false
	}
	return true
}

// pidOf reads a task number.
func pidOf(b []byte) (int, bool) {
	n, ok := number(b)
	if !ok || n > math.MaxInt32 {
		return 0, false
	}
	return int(n), true
}

// schedWaking reads "comm=NAME pid=1 prio=120 …"; NAME may hold anything.
func schedWaking(e *Event, b []byte) (ok bool) {
	key := []byte(" pid=")
	i := bytes.LastIndex(b, key)
	if i < 0 {
		return wakingByColon(e, b)
	}
	word, rest := token(b[i+len(key):])
	e.WokenPID, ok = pidOf(word)
	if cpu, told := numberField(rest, "target_cpu"); told && cpu <= math.MaxInt32 {
		e.TargetCPU, e.Targeted = int(cpu), true
	}
	return ok
}

// schedSwitch reads the kernel's own text:
//
//	prev_comm=A prev_pid=1 prev_prio=120 prev_state=S ==> next_comm=B next_pid=2 next_prio=120
func (r *Reader) schedSwitch(b []byte) bool {
	e := &r.event
	prev, next, ok := cutLast(b, " ==> next_comm=")
	if !ok {
		return r.switchByColon(b)
	}
	left, state, ok := cutLast(prev, " prev_state=")
	if !ok || len(state) == 0 {
		return false
	}
	_, left, ok = cutLast(left, " prev_pid=")
	if !ok {
		return false
	}
	comm, right, ok := cutLast(next, " next_pid=")
	if !ok {
		return false
	}
	return e.switched(left, right, r.intern(state), r.intern(comm))
}

// switched sets the fields of a SchedSwitch from the texts that begin with
// the two task numbers.
func (e *Event) switched(prev, next []byte, state, comm string) (ok bool) {
	p, _ := token(prev)
	n, _ := token(next)
	var okNext bool
	e.PrevPID, ok = pidOf(p)
	e.NextPID, okNext = pidOf(n)
	e.PrevState, e.NextComm = state, comm
	return ok && okNext
}

// cutLast cuts b around the last separator.
func cutLast(b []byte, sep string) (before, after []byte, ok bool) {
	i := bytes.LastIndex(b, []byte(sep))
	if i < 0 {
		return b, nil, false
	}
	return b[:i], b[i+len(sep):], true
}
