package glossary

import (
	"slices"

	"daxwait/daxcore/step"
	"daxwait/internal/command"
)

// Word is an entry of the glossary, and the commands that show what it means.
type Word struct {
	Name, Says string
	Run        []command.Command
}

// Words are all words that are explained and name nothing that flags take.
func Words() []Word {
	return slices.Concat(verdictWords(), kindWords(), findingWords(), lockWords(), questionWords())
}

// verdictWords are the verdicts, and why there is none.
func verdictWords() []Word {
	return []Word{
		{Name: "PROVED", Says: "Every interleaving of the scenario was searched, and none violates anything. It holds within the bounds that are printed with it: so many tasks and operations, so many spurious wakeups and failed allocations, sequentially consistent memory. More tasks may behave otherwise."},
		{Name: "VIOLATION", Says: "A schedule was found that loses, played again from the start with an engine of its own, and is printed: the one of fewest preemptions, and of those the shortest. Its depth is the least number of steps of any losing schedule."},
		{Name: "INCOMPLETE", Says: "A limit was hit (of states, or an interrupt) before all was searched, and no violation was found until then. It says nothing about safety."},
		{Name: "labels that do not tell all", Says: "There is no verdict. The search knows what a task has in its locals by the label that the code sets with At, and here a task stood at two places of one name and the same values and went on in two ways, or a schedule came out otherwise when it was played again. Give each place a label with values that no other has, all locals that outlive a step among them. Of schedules that are replayed from the start, labels change nothing."},
		{Name: "hidden state", Says: "There is no verdict. The design keeps something in fields, behind pointers, in maps or in variables of a package, and does not show it: the search sets worlds back, and that stays. Implement daxcore.Stateful, as docs/your-own-design.md does."},
	}
}

// kindWords are the violations.
func kindWords() []Word {
	says := [step.Kinds]string{
		step.LostWakeup:   "A task sleeps for ever though nothing is in its way: woken now, it would go on. Nobody is left who would wake it. The kernel had this in 2016, 2018, 2019, 2021 and 2025: a wake is a token, and somebody took it and neither locked the entry nor passed it on, or woke another key than the one slept on. The sleep is uninterruptible, so the task stays in D state, with mmap_lock held. A stranding that a dependency between tasks makes permanent is one, too.",
		step.LockCycle:    "Tasks wait for each other's locks for ever, each for something that another really holds.",
		step.Livelock:     "Tasks run for ever and no operation finishes, though the scheduler is fair to everybody but who holds an entry: a holder may be asleep in the journal or for memory as long as it likes, and to wait for it by running round is a livelock. Passing a useless wake on does that: two waiters of entries that stay locked wake each other in turn.",
		step.TwoHolders:   "Two tasks have locked entries that share an index.",
		step.PMDOverPTEs:  "A PMD entry was stored over PTE entries of its chunk, which are lost. Linux 4.20-rc1 did it: a plain load with a PMD cursor looks at the first 64 of 512 indexes.",
		step.NonHolder:    "An unlock found an entry that was not locked, or was given a value with the lock bit: the kernel crashes there.",
		step.Replaced:     "An entry was removed or became another while a task had it locked.",
		step.LeftLocked:   "All tasks have finished, or cannot go on, and an entry is locked that nobody holds.",
		step.UseAfterFree: "The entries of a file were used after its inode was freed: lock-by-page went on with a file that it had no reference to. Linux 4.19.0 and 4.20-rc1 to rc5 did it after a sleep.",
		step.StaleZero:    "A page table has the zero page where the file has data: whoever reads there sees zeroes for ever. Linux 4.10 and 4.11 did it: a read fault asked for the block before it locked the entry, found a hole, and did not ask again.",
		step.Broken:       "The code of the design or of the model panics, looks at entries without xa_lock, parks with a spinlock held, takes a bucket lock where it may not, or does not pay for a sleep or a wake.",
	}
	var args []Word
	for k := step.None + 1; k < step.Kinds; k++ {
		args = append(args, Word{Name: k.String(), Says: says[k]})
	}
	return args
}

// findingWords are what stands beside PROVED.
func findingWords() []Word {
	return []Word{
		{Name: "stranded", Says: "In some schedule a task sleeps though, woken now, it would not sleep again; nobody holds any part of the range that it asked for (of a PMD request the whole 2 MiB); and everybody who can run holds another entry, one of which happens to wake it when it is released. So how long it sleeps depends on somebody it has nothing to do with."},
		{Name: "false-sharing stall", Says: "An unlock woke a task that waits for another entry, which is still locked, and left asleep one that waits for the entry unlocked. One key for several entries does that: \"quite wrong to make a page fault stall just because another task is working on a different page in the same 2MB chunk\" (July 2019)."},
		{Name: "herd", Says: "One release woke two tasks or more, of which all but one may have to sleep again."},
		{Name: "immediate fallback", Says: "A PMD fault met a PTE entry and fell back to 4 KiB without a wait; or, in Linux 5.3, on an empty chunk."},
		{Name: "skipped", Says: "A scan or write-back passed a locked entry by. Linux 4.20 to 6.14 do that in both, against their comments, and write-back still does: a cursor that the iteration has positioned finds no conflict."},
	}
}

// lockWords are about the order of locks.
func lockWords() []Word {
	return []Word{
		{Name: "inversion", Says: "One class of locks was taken inside another, and elsewhere the other way round; or through more classes between; or a class inside itself. It is reported, as lockdep does, though nobody hangs in that run; the checker says whether a schedule makes a deadlock of it within the bounds. Shared use counts too: a reader waits behind a writer that waits for another reader."},
		{Name: "lock order", Says: "Which class of locks is taken inside which. Upstream's, outer to inner: mmap_lock, invalidate_lock, journal handle, entry lock, i_mmap_rwsem and page-table lock, xa_lock, bucket lock.", Run: []command.Command{command.Of("order"), command.Of("run", "--lock-order")}},
	}
}

// questionWords are the questions that daxwait answers.
func questionWords() []Word {
	return []Word{
		{Name: "Q1", Says: "What does converging PTE and PMD waiters on one queue cost against separate queues? (July 2019: \"demonstrate with numbers\".) Next to nothing up to eight tasks in one 2 MiB, two thirds of the throughput with 64 on different pages: docs/q1.md. See the finding \"false-sharing stall\" as well."},
		{Name: "Q2", Says: "What does it cost if a PMD fault waits for a locked PTE entry instead of falling back at once? (July 2019.) Up to 15 % of the throughput, for nothing, and with wake-next it loses waiters: docs/q2.md. Waiting on the base's key without a common queue loses wakeups: linux-5.2."},
		{Name: "Q3", Says: "After an invalidation: wake next, wake next even if the entry is gone, wake both keys, or wake all? Which are safe, what does each cost? (April 2021.) Next: linux-5.12; next if absent: wake-if-absent; both keys: wake-both; all: exclusive. Only the last is proved, and it costs nothing that can be measured: docs/q3.md.", Run: []command.Command{command.Of("check", "--scenario", "invalidations,invalidations-of-pmd,key-migration")}},
		{Name: "Q4", Says: "Lock-by-page: always retry after sleeping, or compare the pfn? What keeps a sleeping waiter safe when the inode is freed? Why may it use a plain load while a fault must search the whole range, and is the cookie the locked or the unlocked value? (November 2018, June 2019.) Always retry: comparing gains nothing, and takes the lock of an inode that may be freed. A sleeper needs nothing of the inode, and is an RCU reader when it looks again. One index is all that it asks for. The unlocked value, as it was found: docs/q4.md.", Run: []command.Command{command.Of("check", "--scenario", "around")}},
		{Name: "Q5", Says: "How does one lost wakeup take down ps and top (the mmap_lock pile-up), and what would disabling PMDs have cost instead? (June 2019.) The lost fault is a reader of mmap_lock, the next mmap queues behind it, and all else behind that; per-VMA locks put it off by one step. From nothing for hot pages to five sixths of the throughput for whole tables: docs/q5.md.", Run: []command.Command{command.Of("check", "--scenario", "pile-up,pile-up-vma-locks")}},
		{Name: "Q6", Says: "Metadata committed synchronously inside a fault: where is the deadlock, and what do fault-retry outside mmap_lock, a per-extent flag and MAP_SYNC cost? (September 2016.) With a handle or an entry held, everywhere; outside, only where write(2) faults with its page locked. A fault pays a commit in any case, and MAP_SYNC makes munmap pay, too: docs/q6.md.", Run: []command.Command{command.Of("check", "--scenario", "around")}},
	}
}
