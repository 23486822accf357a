// Package timeline records what happens in one window of a simulation, task by
// task and CPU by CPU, and writes it for eyes and tools: as Chrome trace JSON,
// which Perfetto shows; as ftrace text, which package trace reads as it reads
// the captures of kernels; and as spans and arrows, which package plots draws.
//
//	rec := timeline.New(about, timeline.Limit)
//	c := bench.Case{..., Timeline: rec}
//	record := c.Simulate(ctx, 1, 10*time.Millisecond)
//	err := rec.WriteChrome(w)
//
// # The ftrace text
//
// Each line is something that the model did, under the name of the event of a
// kernel that stands for it, at the time at which the model did it. Where the
// two do not meet:
//
//   - unlock is where the lock bit goes, some steps later than a probe on
//     dax_unlock_entry.
//   - get_entry is before the xa_lock is taken, not after it.
//   - A wait of lock-by-page or of a scan is a get as well, though a kernel has
//     it in wait_entry_unlocked: readers count sleeps nowhere else. What locks
//     an entry by its page has a grab_ret.
//   - The frame in an entry is 0 until an operation has told it.
//   - A queue (wq) stands for a key, not for a bucket.
//   - The end of a fault is the last that is known of it: wake, or fallback.
//
// # What users get wrong
//
// A timeline is an example, not a measurement: one window of one seed. What is
// typical is said by the records of a run. And a record has a limit: see
// [Recorder.Full].
package timeline
