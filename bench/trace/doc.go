// Package trace reads ftrace captures of fs/dax entry locking.
//
// A [Reader] streams events from ftrace text (plain or gzip) and from the
// text that trace-cmd report prints, with or without -R. It never holds more
// than one line, so its memory does not grow with the file.
//
// The one thing that its users get wrong: a trace is evidence only as far as
// its events have their partners. An event without its partner, lost events
// or a clock that goes backwards are not errors of the reader but properties
// of the capture, so they are counted as [Warnings] that travel with each
// [Summary] and each replayed [Workload], and whoever prints a number prints
// them beside it.
//
//	r, err := trace.NewReader("file.trace.gz", f)
//	s, err := trace.Summarize(r)      // one row of summary.csv
//
//	r, err := trace.NewReader("file.trace.gz", f)
//	w, err := trace.Replay(r, 1000)   // what each worker did, to be run again
//
// A reader is read once: by the caller, by Summarize or by Replay. What
// cannot be read on is a [*SyntaxError] with the line; what was read until
// then is returned with it.
//
// The package has more than 3,000 lines, since all of it knows the same thing, what
// an event of fs/dax means: the grammars, the summary, the replay, what a capture
// lacks, and the end of a hang. Apart, each would need the events of the others.
//
// # Events
//
// All fs_dax events are used, sched_switch and sched_waking (or, where there is
// none, sched_wakeup) of the tasks in question, and these kprobes, by name (arguments for x86-64, group at will):
//
//	p:grab            grab_mapping_entry           ino index order
//	r:grab_ret        grab_mapping_entry           entry
//	p:get_entry       get_unlocked_entry           ino index order
//	r:get_entry_ret   get_unlocked_entry           entry
//	p:sleep           prepare_to_wait_exclusive    wq
//	p:insert          dax_insert_entry             ino index entry
//	p:unlock          dax_unlock_entry             ino index entry
//	p:wake            dax_wake_entry               ino index entry mode
//	p:invalidate      __dax_invalidate_entry       ino index trunc
//	r:invalidate_ret  __dax_invalidate_entry       ret
//	p:busy_range      dax_layout_busy_page_range   ino start end
//	p:flush           dax_flush                    size
//
// Which of its quantities a capture tells [Captured] says: what rests on an event
// that it has not is not 0 but not known.
//
// Other events are passed over. Times are those of the trace clock, in
// nanoseconds here; ftrace prints microseconds.
package trace
