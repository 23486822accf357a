package sim

// lookAhead has the caches load what the next event needs, and of those that
// may come after it where that is: one of the four below the first is the second.
// With many tasks a switch would wait for memory several times in a row, longer
// than all else takes; this waits for nothing. It changes nothing, and does no
// harm where it is wrong: to prefetch never faults. A short queue is not worth
// it, as its tasks are in the caches.
func (e *Engine) lookAhead() {
	if q := e.queue.q; len(q) > 128 {
		b := e.ids
		prefetch(e.tasks[b.of(q[0])], e.tasks[b.of(q[1])], e.tasks[b.of(q[2])], e.tasks[b.of(q[3])], e.tasks[b.of(q[4])])
	}
}

//go:noescape
func prefetch(first, a, b, c, d *Task)

// current returns where the runtime keeps what it knows of this goroutine, which
// stays there for as long as it runs.
func current() uintptr
