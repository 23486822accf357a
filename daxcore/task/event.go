package task

// Event is something that happened to the task that reports it.
type Event struct {
	Kind  Kind
	Order uint8  // of the entry; Slept and Woke: the number of the queue, which is the rest of a wait key
	File  uint32 // the file it belongs to
	Index uint64 // of the entry, or the index half of a wait key
	N     int    // how many, where Kind says of what
	All   bool   // Woke: it was to wake all of the key, not the next
}

// Kind says what happened.
type Kind uint8

// The kinds.
const (
	// WaitBegin: a task met a locked entry; WaitEnd: it has its answer, after
	// as many sleeps as it took. Both name the entry.
	WaitBegin Kind = iota
	WaitEnd
	// Slept: about to park on a key. N is 1 if it was woken before in the same
	// wait, that is, if the wake was useless.
	Slept
	// Woke: sent N wakes on a key. An N of 0 is an unlock nobody waited for.
	Woke
	// Scanned: a walk of a bucket passed N waiters of other keys.
	Scanned
	// Locked and Unlocked: an entry lock was taken or given back.
	Locked
	Unlocked
	// FellBack: a PMD fault will go on with PTEs.
	FellBack
	// Skipped: a scan or write-back passed a locked entry by.
	Skipped
	// Removed: an entry is gone; Refused: a dirty one was not invalidated;
	// Downgraded: a zero or empty PMD entry made room for PTEs.
	Removed
	Refused
	Downgraded
	// SemSlept: about to park on a semaphore, a page lock or the journal; N is its LockClass.
	SemSlept
	// Acquiring: about to take a sleeping lock other than an entry's; N is its
	// LockClass, File its number. Acquired: has it. Dropped: gave it back. Shared
	// use says so with All.
	Acquiring
	Acquired
	Dropped
	// Evicted: the last reference to a file is gone; Graced: its memory waits for
	// RCU readers; Freed: it is given back.
	Evicted
	Graced
	Freed
	// Violated: the model caught a broken rule; N is a Rule.
	Violated
	Kinds
)

var kindNames = [Kinds]string{
	"wait-begin", "wait-end", "slept", "woke", "scanned", "locked", "unlocked", "fell-back", "skipped", "removed",
	"refused", "downgraded", "sem-slept", "acquiring", "acquired", "dropped", "evicted", "graced", "freed", "violated",
}

func (k Kind) String() string { return nameOf(kindNames[:], int(k), "event") }

// Rule is what the kernel would crash or warn on.
type Rule int

// The rules.
const (
	// UnlockedTwice: unlock found an entry that was not locked.
	UnlockedTwice Rule = iota
	// LockedCookie: unlock was given a value with the lock bit.
	LockedCookie
	// LockedOver: a lock was stored over a locked entry.
	LockedOver
	// EntriesLost: a PMD entry was stored over PTE entries.
	EntriesLost
	// Changed: an entry changed while it was locked.
	Changed
	// NotDeleted: truncate found nothing where it had seen an entry.
	NotDeleted
	// UsedAfterFree: the tree of a file was used after its inode was freed.
	UsedAfterFree
	// LeftBehind: an inode was cleared that had entries left.
	LeftBehind
	// StaleZero: the zero page was mapped where the file has data.
	StaleZero
	// Unpaid: a sleep or a wake was not paid for, see [Payment].
	Unpaid
	Rules
)

var ruleNames = [Rules]string{
	"unlock of an unlocked entry", "unlock with a locked cookie", "lock over a locked entry",
	"PMD entry stored over PTE entries", "entry replaced while locked", "truncate deleted nothing", "use after free",
	"inode cleared with entries left", "zero page mapped over data", "sleep or wake not paid for",
}

func (r Rule) String() string { return nameOf(ruleNames[:], int(r), "rule") }
