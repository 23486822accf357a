package trace

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
)

// Writer writes events as ftrace prints them, so that a [Reader] gives them
// back, to the microsecond. What an Event does not have, such as addresses, is
// made up.
type Writer struct{ out *bufio.Writer }

// NewWriter begins a trace. Call Flush when done.
func NewWriter(w io.Writer) *Writer {
	t := &Writer{bufio.NewWriterSize(w, maxLine)}
	fmt.Fprint(t.out, "# tracer: nop\n#\n",
		"#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n",
		"#              | |         |   |||||     |         |\n")
	return t
}

// Flush writes what is left, and returns the first error that there was.
func (t *Writer) Flush() error { return t.out.Flush() }

// Write adds an event, which is not earlier than the one before. Of kind Other
// there is nothing to write. Errors show in Flush.
func (t *Writer) Write(e *Event) {
	switch e.Kind {
	case Other:
		return
	case Lost:
		if e.Lost == 0 {
			fmt.Fprintf(t.out, "CPU:%d [LOST EVENTS]\n", e.CPU)
		} else {
			fmt.Fprintf(t.out, "CPU:%d [LOST %d EVENTS]\n", e.CPU, e.Lost)
		}
		return
	}
	flags := "....."
	if e.Kind == SchedSwitch || e.Kind == SchedWaking || e.Kind == SchedWakeup {
		flags = "d..2."
	}
	us := (e.Time + 500) / 1000
	fmt.Fprintf(t.out, "%16s-%-7d [%03d] %s %5d.%06d: %v: ", e.Comm, e.PID, e.CPU, flags, us/1e6, us%1e6, e.Kind)
	t.body(e)
	t.out.WriteByte('\n')
}

// probed is the function that a kprobe is on.
func probed(k Kind) string {
	switch k {
	case Grab, GrabRet:
		return "grab_mapping_entry"
	case GetEntry, GetEntryRet:
		return "get_unlocked_entry"
	case Sleep:
		return "prepare_to_wait_exclusive"
	case Insert:
		return "dax_insert_entry"
	case Unlock:
		return "dax_unlock_entry"
	case Wake:
		return "dax_wake_entry"
	case Invalidate, InvalidateRet:
		return "__dax_invalidate_entry"
	case BusyRange:
		return "dax_layout_busy_page_range"
	}
	return "dax_flush"
}

// body writes what follows the name of an event.
func (t *Writer) body(e *Event) {
	switch e.Kind {
	case SchedSwitch:
		comm := e.Comm
		if e.PrevPID == 0 { // the idle task has a name of its own here
			comm = fmt.Sprintf("swapper/%d", e.CPU)
		}
		fmt.Fprintf(t.out, "prev_comm=%s prev_pid=%d prev_prio=120 prev_state=%s ==> next_comm=%s next_pid=%d next_prio=120",
			comm, e.PrevPID, e.PrevState, e.NextComm, e.NextPID)
	case SchedWaking, SchedWakeup:
		fmt.Fprintf(t.out, "comm=%s pid=%d prio=120 target_cpu=%03d", e.NextComm, e.WokenPID, e.TargetCPU)
	case PTEFault, PMDFault, PTEFaultDone, PMDFaultDone, PTELoadHole, PMDLoadHole:
		t.fault(e)
	case WritebackRange, WritebackRangeDone:
		fmt.Fprintf(t.out, "%s pgoff %#x-%#x", inodeText(e), e.Index, e.End)
	case WritebackOne:
		fmt.Fprintf(t.out, "%s pgoff %#x pglen %#x", inodeText(e), e.Index, e.Pages)
	case GrabRet, GetEntryRet:
		fmt.Fprintf(t.out, "(0x0 <- %s) entry=%#x", probed(e.Kind), uint64(e.Entry))
	case InvalidateRet:
		fmt.Fprintf(t.out, "(0x0 <- %s) ret=%d", probed(e.Kind), e.Ret)
	default:
		fmt.Fprintf(t.out, "(%s+0x0/0x0) ", probed(e.Kind))
		t.arguments(e)
	}
}

// arguments writes those of a function that a kprobe is on.
func (t *Writer) arguments(e *Event) {
	switch e.Kind {
	case Grab, GetEntry:
		fmt.Fprintf(t.out, "ino=%#x index=%#x order=%d", e.Ino, e.Index, e.Order)
	case Sleep: // a queue for each key
		fmt.Fprintf(t.out, "wq=%#x", 0xffff888000000000|e.Ino<<32|e.Index<<8)
	case Insert, Unlock:
		fmt.Fprintf(t.out, "ino=%#x index=%#x entry=%#x", e.Ino, e.Index, uint64(e.Entry))
	case Wake:
		fmt.Fprintf(t.out, "ino=%#x index=%#x entry=%#x mode=%d", e.Ino, e.Index, uint64(e.Entry), e.Mode)
	case Invalidate:
		fmt.Fprintf(t.out, "ino=%#x index=%#x trunc=%d", e.Ino, e.Index, e.Trunc)
	case BusyRange:
		fmt.Fprintf(t.out, "ino=%#x start=%#x end=%#x", e.Ino, e.Index, e.End)
	case Flush:
		fmt.Fprintf(t.out, "size=%#x", e.Size)
	}
}

// inodeText is a file as tracepoints print it; one that tells no device is on the
// first pmem.
func inodeText(e *Event) string {
	dev := cmp.Or(e.Dev, 259<<minorBits)
	return fmt.Sprintf("dev %d:%d ino %#x", dev>>minorBits, dev&(1<<minorBits-1), e.Ino)
}

// fault writes what faults have at both ends, and of the end the result.
func (t *Writer) fault(e *Event) {
	const mapped, page, chunk = 0x7f0000000000, 1 << 12, 1 << pmdOrder
	address := mapped + e.Index*page
	if e.Kind == PMDLoadHole {
		fmt.Fprintf(t.out, "%s shared address %#x zero_page 0 radix_entry %#x", inodeText(e), address, uint64(e.Entry))
		return
	}
	flags := "ALLOW_RETRY|KILLABLE|USER"
	if e.Write {
		flags = "WRITE|" + flags
	}
	fmt.Fprintf(t.out, "%s shared %s address %#x ", inodeText(e), flags, address)
	if first := e.Index &^ (chunk - 1); e.Kind == PMDFault || e.Kind == PMDFaultDone {
		fmt.Fprintf(t.out, "vm_start %#x vm_end %#x pgoff %#x max_pgoff %#x ",
			mapped+first*page, mapped+(first+chunk)*page, e.Index, first+chunk)
	} else {
		fmt.Fprintf(t.out, "pgoff %#x ", e.Index)
	}
	t.out.WriteString(e.Result)
}
