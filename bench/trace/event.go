package trace

// Kind says which event a line is.
type Kind uint8

// The kinds. A comment gives the name of the event in the trace where it
// differs from that of the kind.
const (
	Other              Kind = iota // well-formed, but not used here
	Lost                           // "CPU:1 [LOST 7 EVENTS]", on a line of its own
	Grab                           // kprobe on grab_mapping_entry
	GrabRet                        // its return: the entry is locked
	GetEntry                       // kprobe on get_unlocked_entry
	GetEntryRet                    // its return
	Sleep                          // kprobe on prepare_to_wait_exclusive
	Insert                         // kprobe on dax_insert_entry
	Unlock                         // kprobe on dax_unlock_entry
	Wake                           // kprobe on dax_wake_entry
	Invalidate                     // kprobe on __dax_invalidate_entry
	InvalidateRet                  // its return
	BusyRange                      // kprobe on dax_layout_busy_page_range
	Flush                          // kprobe on dax_flush
	PTEFault                       // dax_pte_fault
	PTEFaultDone                   // dax_pte_fault_done
	PMDFault                       // dax_pmd_fault
	PMDFaultDone                   // dax_pmd_fault_done
	PTELoadHole                    // dax_load_hole
	PMDLoadHole                    // dax_pmd_load_hole
	WritebackRange                 // dax_writeback_range
	WritebackRangeDone             // dax_writeback_range_done
	WritebackOne                   // dax_writeback_one
	SchedSwitch                    // sched_switch
	SchedWaking                    // sched_waking
	SchedWakeup                    // sched_wakeup, later than sched_waking; used where there is none
	numKinds
)

var kindNames = [numKinds]string{
	"other", "lost", "grab", "grab_ret", "get_entry", "get_entry_ret", "sleep", "insert", "unlock", "wake",
	"invalidate", "invalidate_ret", "busy_range", "flush", "dax_pte_fault", "dax_pte_fault_done",
	"dax_pmd_fault", "dax_pmd_fault_done", "dax_load_hole", "dax_pmd_load_hole", "dax_writeback_range",
	"dax_writeback_range_done", "dax_writeback_one", "sched_switch", "sched_waking", "sched_wakeup",
}

// String is the name of the event in the trace.
func (k Kind) String() string {
	if k < numKinds {
		return kindNames[k]
	}
	return "invalid"
}

// kindOf finds the kind of an event by its name. The compiler turns the
// switch into a search that does not allocate.
func kindOf(name []byte) Kind {
	switch string(name) {
	case "grab":
		return Grab
	case "grab_ret":
		return GrabRet
	case "get_entry":
		return GetEntry
	case "get_entry_ret":
		return GetEntryRet
	case "sleep":
		return Sleep
	case "insert":
		return Insert
	case "unlock":
		return Unlock
	case "wake":
		return Wake
	case "invalidate":
		return Invalidate
	case "invalidate_ret":
		return InvalidateRet
	case "busy_range":
		return BusyRange
	case "flush":
		return Flush
	case "dax_pte_fault":
		return PTEFault
	case "dax_pte_fault_done":
		return PTEFaultDone
	case "dax_pmd_fault":
		return PMDFault
	case "dax_pmd_fault_done":
		return PMDFaultDone
	case "dax_load_hole":
		return PTELoadHole
	case "dax_pmd_load_hole":
		return PMDLoadHole
	case "dax_writeback_range":
		return WritebackRange
	case "dax_writeback_range_done":
		return WritebackRangeDone
	case "dax_writeback_one":
		return WritebackOne
	case "sched_switch":
		return SchedSwitch
	case "sched_waking":
		return SchedWaking
	case "sched_wakeup":
		return SchedWakeup
	}
	return Other
}

// Event is one line of a trace. Only the fields that its Kind has are set.
type Event struct {
	Line int    // counted from 1
	Time int64  // ns since the zero of the trace clock
	CPU  int    // that the event happened on
	PID  int    // of the task that ran there
	TGID int    // of its process, with the option record-tgid; else 0
	Comm string // its name; "<...>" where the tracer forgot it
	Kind Kind

	Dev   uint64 // major<<20 | minor; of a kprobe, that of the fault or write-back that it is in; 0 is not told
	Ino   uint64 // all events on an entry
	Index uint64 // page; the first one of WritebackRange. Bytes in BusyRange
	End   uint64 // last page of WritebackRange. Last byte in BusyRange
	Order uint8  // Grab, GetEntry: 0 for one page, 9 for 2 MiB
	Entry Word   // GrabRet, GetEntryRet, Insert, Unlock, Wake
	Mode  uint64 // Wake: 0 wakes all, 1 the next one
	Trunc uint64 // Invalidate: 1 if the entry goes whatever its state
	Ret   uint64 // InvalidateRet: 1 if the entry went
	Size  uint64 // Flush: bytes
	Pages uint64 // WritebackOne
	Lost  uint64 // Lost: how many; 0 if the tracer does not know

	Write           bool   // PTEFault, PMDFault and their ends
	Result          string // PTEFaultDone, PMDFaultDone: its names, if it was printed by names
	FallBack        bool   // PTEFaultDone, PMDFaultDone: the fault is to be taken again, smaller
	FallBackUnknown bool   // the result was printed by names that cannot be trusted

	PrevPID   int    // SchedSwitch
	PrevState string // SchedSwitch: as printed, "R", "R+", "S", "D", …
	NextPID   int    // SchedSwitch
	NextComm  string // SchedSwitch
	WokenPID  int    // SchedWaking, SchedWakeup
	TargetCPU int    // SchedWaking, SchedWakeup: where the woken was last, or is to run
	Targeted  bool   // SchedWaking, SchedWakeup: the trace tells
}

// preempted reports whether the task that a SchedSwitch takes off the CPU
// could have run on.
func (e *Event) preempted() bool { return len(e.PrevState) > 0 && e.PrevState[0] == 'R' }

// dead reports whether the task that a SchedSwitch takes off the CPU has
// ended. The trace-cmd plugin prints X for what the kernel calls Z.
func (e *Event) dead() bool { return e.PrevState == "X" || e.PrevState == "Z" }
