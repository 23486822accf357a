package daxcore

// Policy is a row of decisions. The zero Policy is what Linux 5.13 to 6.14 do.
type Policy struct {
	Lookup    Lookup
	PMDMeets  PMDMeets
	Key       KeyRule
	Wait      [numSites]Queueing // by Site
	OnUnlock  Wake
	OnRemoval Wake
	OnRefusal Wake `json:",omitzero"` // a synchronous invalidation that changes nothing
	OnDown    Wake // downgrade
	Put       Put
	Resleep   Resleep
	Rules     Rules
}

// Rules are the decisions that lie outside of the wait itself.
type Rules struct {
	// PMDOff: PMD faults fall back before they look at anything.
	PMDOff bool
	// ExactInsert: a PMD entry is inserted after a look at its first index
	// alone, and fails if anything else is in the chunk (radix tree, to 4.19).
	ExactInsert bool
	Holes       Holes
	Scan        Scan
	Writeback   Writeback
	PageRetry   PageRetry
	PageRCU     PageRCU
	Cookie      Cookie
}

// Lookup says how a conflict is looked up.
type Lookup uint8

// The look-ups.
const (
	WholeRange Lookup = iota // any entry in the range (4.20-rc4)
	FirstSlot                // the first 64 of 512 indexes (4.20-rc1)
	ExactIndex               // the aligned index alone (to 4.19)
)

func (l Lookup) String() string {
	return name([]string{"whole-range", "first-slot", "exact-index"}, uint8(l))
}

// PMDMeets says what a PMD request does when it meets a PTE entry.
type PMDMeets uint8

// The answers.
const (
	FallBack      PMDMeets = iota // at once, locked or not (5.3)
	WaitAtBase                    // waits on the key of its own base if it is locked (to 5.2)
	WaitAtEntry                   // waits on that entry's key if it is locked: with KeyBase that of its base
	FallBackEmpty                 // falls back at once, on an empty chunk too (5.3.0 to 5.3.7)
)

func (p PMDMeets) String() string {
	return name([]string{"fall-back", "wait-at-base", "wait-at-entry", "fall-back-empty"}, uint8(p))
}

// KeyRule says on which key a waiter sleeps and a waker wakes.
type KeyRule uint8

// The rules.
const (
	KeyKernel KeyRule = iota // the cursor's index, rounded to the base for a PMD entry
	KeyBase                  // always the base: PTEs and PMD share one queue
	KeyFound                 // the first index of the entry that was found
)

func (k KeyRule) String() string { return name([]string{"kernel", "base", "found"}, uint8(k)) }

// Queueing says how a waiter is queued.
type Queueing uint8

// The kinds.
const (
	QueueDefault   Queueing = iota // exclusive, but for lock-by-page
	QueueExclusive                 // one is woken at a time
	QueueShared                    // non-exclusive: every wake takes it
)

func (q Queueing) String() string {
	return name([]string{"default", "exclusive", "non-exclusive"}, uint8(q))
}

// Wake says who is woken at a release.
type Wake uint8

// The answers.
const (
	WakeDefault Wake = iota // next on unlock, all on removal and downgrade, on refusal as on removal
	WakeNext                // non-exclusive waiters, and the first exclusive one
	WakeAll
	WakeNone
)

func (w Wake) String() string { return name([]string{"default", "next", "all", "none"}, uint8(w)) }

// or returns w, or d for the default.
func (w Wake) or(d Wake) Wake {
	if w == WakeDefault {
		return d
	}
	return w
}

// Put says whom a task wakes that was woken and leaves without locking.
type Put uint8

// The answers.
const (
	PutNext      Put = iota // next, if an entry is there
	PutNever                // nobody (5.3-rc1's inverted test), nor does a removal that wakes the next
	PutAbsent               // next, also if nothing is there, on the cursor's own key
	PutBoth                 // as PutNext; if nothing is there, next on the own and the base key
	PutAll                  // all, if an entry is there
	PutAllOnBoth            // as PutNext; if nothing is there, all on the own and the base key
)

func (p Put) String() string {
	return name([]string{"next", "never", "next-if-absent", "both-keys", "all", "all-on-both-keys"}, uint8(p))
}

// Resleep says what a woken task does that has to sleep again.
type Resleep uint8

// The answers.
const (
	ResleepQuiet  Resleep = iota // nothing
	ResleepPasses                // it wakes the next of the key that it was woken on, in its stead
)

func (r Resleep) String() string { return name([]string{"quiet", "passes"}, uint8(r)) }

// Holes says what a read of a hole leaves at its index.
type Holes uint8

// The answers. A page of the page cache is here a zero entry whose lock is the
// page's own: who waits for it waits for another key than who waits for an entry.
const (
	HoleEntries   Holes = iota // a zero entry, in the lock of the empty one (4.14)
	HolePagesNext              // a page in the entry's place, and the next who waits for that is woken (4.7)
	HolePagesAll               // the same, and all are woken (4.10)
)

func (h Holes) String() string {
	return name([]string{"entries", "pages-wake-next", "pages-wake-all"}, uint8(h))
}

// isPage reports whether what is there stands for a page of the page cache.
func (r *Rules) isPage(e Entry) bool { return r.Holes != HoleEntries && e.IsZero() && !e.IsPMD() }

// pageQueue is the number of the queue in which tasks wait for pages.
const pageQueue = 1

// Scan says what a scan does with a locked entry.
type Scan uint8

// The answers.
const (
	ScanSkips         Scan = iota // passes it by (4.20 to 6.14)
	ScanWaitsAdvanced             // waits, with its cursor already behind it (6.15.0)
	ScanWaits                     // waits, with its cursor reset (6.16)
)

func (s Scan) String() string { return name([]string{"skips", "waits-advanced", "waits"}, uint8(s)) }

// Writeback says what write-back does with a locked entry.
type Writeback uint8

// The answers.
const (
	WritebackSkips Writeback = iota // passes it by, it stays dirty (4.20 on)
	WritebackWaits                  // waits for it (to 4.20-rc3, and as the comments say)
)

func (w Writeback) String() string { return name([]string{"skips", "waits"}, uint8(w)) }

// PageRetry says what lock-by-page does after it slept.
type PageRetry uint8

// The answers. All but the first take the lock of a file to which the task has
// no reference.
const (
	RetryFromStart PageRetry = iota // look at page->mapping again (4.20)
	ComparePFN                      // take the same file's lock, and the entry if its frame is the same (4.20-rc1)
	RelockBlindly                   // take the same file's lock, and the entry
	Relock                          // take the same file's lock, and drop it to look at page->mapping again (4.19.0)
	RelockPut                       // the same once the entry is unlocked, with a put (4.20-rc4)
)

func (p PageRetry) String() string {
	return name([]string{"from-start", "compare-pfn", "blindly", "relock", "relock-put"}, uint8(p))
}

// PageRCU says when lock-by-page is an RCU reader between its look at
// page->mapping and the lock of the file that it found there.
type PageRCU uint8

// The answers.
const (
	RCUHeld  PageRCU = iota // at each look (4.19, and since 4.20-rc4)
	RCUFirst                // at the first look, not when it starts again (4.20-rc1)
	RCUNone                 // never
)

func (r PageRCU) String() string { return name([]string{"held", "first", "none"}, uint8(r)) }

// covers reports whether it is one at the look of that number, from 0.
func (r PageRCU) covers(look int) bool { return r == RCUHeld || r == RCUFirst && look == 0 }

// Cookie says what unlock-by-page stores.
type Cookie uint8

// The answers.
const (
	CookieUnlocked    Cookie = iota // the unlocked entry, as lock-by-page found it (4.20-rc6)
	CookieFromPage                  // an entry made of the page, which never has the PMD bit (4.20-rc1)
	CookieFromPagePMD               // the same with the PMD bit of the entry that is there (4.20-rc4)
	CookieLocked                    // the entry with its lock bit
)

func (c Cookie) String() string {
	return name([]string{"unlocked", "from-page", "from-page-pmd", "locked"}, uint8(c))
}
