package policy

import (
	"fmt"
	"strconv"
	"strings"

	"daxwait/daxcore"
)

// Decision is one of the choices that make a policy.
type Decision struct {
	// Key is what files and flags call it.
	Key string
	// About says in a sentence what is decided.
	About string
	// Values are the words for its values, upstream's first.
	Values []string
	// Mistakes: all values but upstream's are mistakes in what lies round a wait.
	// They show what goes wrong, and are no part of the design space.
	Mistakes bool

	get func(daxcore.Policy) int
	set func(*daxcore.Policy, int)
}

// Get returns what p decides, as an index of Values.
func (d Decision) Get(p daxcore.Policy) int { return d.get(p) }

// With returns p with this decided as Values[i].
func (d Decision) With(p daxcore.Policy, i int) daxcore.Policy {
	d.set(&p, i)
	return p
}

// word returns what p decides; a value that has no word as its number.
func (d Decision) word(p daxcore.Policy) string {
	if i := d.Get(p); i < len(d.Values) {
		return d.Values[i]
	}
	return strconv.Itoa(d.Get(p))
}

// Decisions returns all there are, in the order in which files have them.
// Together, but for Mistakes, they span the design space: the product of their
// Values.
func Decisions() []Decision {
	type policy = daxcore.Policy
	return []Decision{
		choice("lookup", "How a conflict with the entries that are there is looked up.",
			func(p *policy) *daxcore.Lookup { return &p.Lookup }),
		choice("pmd-meets-pte", "What a PMD request does when it meets a PTE entry. It falls back to PTEs at once, whether that is locked or not (fall-back), and even where nothing is (fall-back-empty); or it waits while the entry is locked, on the key of its own first index (wait-at-base) or on the key of the entry (wait-at-entry). With key=base both keys are one.",
			func(p *policy) *daxcore.PMDMeets { return &p.PMDMeets }),
		toggle("pmd", "Whether there are PMD faults.", "on", "off",
			func(p *policy) *bool { return &p.Rules.PMDOff }),
		toggle("insert", "Whether a PMD entry is inserted for its whole range, or at its first index and fails if others are there.", "whole-range", "exact",
			func(p *policy) *bool { return &p.Rules.ExactInsert }),
		choice("key", "The key that a waiter sleeps on and a waker wakes: the index that was asked for, or the first index of a PMD entry (kernel); the first index of the 2 MiB, always (base); or the first index of the entry that was found (found).",
			func(p *policy) *daxcore.KeyRule { return &p.Key }),
		choice("wait-fault", "How faults, invalidation and write-back queue.",
			func(p *policy) *daxcore.Queueing { return &p.Wait[daxcore.InFault] }),
		choice("wait-page", "How lock-by-page queues.",
			func(p *policy) *daxcore.Queueing { return &p.Wait[daxcore.ByPage] }),
		choice("wait-scan", "How a range scan queues.",
			func(p *policy) *daxcore.Queueing { return &p.Wait[daxcore.InScan] }),
		choice("wake-on-unlock", "Whom an unlock wakes; by default the next.",
			func(p *policy) *daxcore.Wake { return &p.OnUnlock }),
		choice("wake-on-removal", "Whom the removal of an entry wakes; by default all.",
			func(p *policy) *daxcore.Wake { return &p.OnRemoval }),
		choice("wake-on-refusal", "Whom an invalidation wakes that is refused, as the entry is dirty or busy, and has changed nothing: the next waiter, all, or none. By default whom a removal wakes, which is all since Linux 5.13 and the next from 4.10 to 5.12.",
			func(p *policy) *daxcore.Wake { return &p.OnRefusal }),
		choice("wake-on-downgrade", "Whom the downgrade of a PMD entry wakes; by default all.",
			func(p *policy) *daxcore.Wake { return &p.OnDown }),
		choice("put", "Whom a task wakes that was woken and leaves without locking.",
			func(p *policy) *daxcore.Put { return &p.Put }),
		choice("resleep", "What a woken task does that must sleep again.",
			func(p *policy) *daxcore.Resleep { return &p.Resleep }),
		mistakes(choice("holes", "What a read of a hole leaves: a zero entry, or a page of the page cache with a lock of its own, and whom that wakes.",
			func(p *policy) *daxcore.Holes { return &p.Rules.Holes })),
		choice("scan", "What a range scan does with a locked entry.",
			func(p *policy) *daxcore.Scan { return &p.Rules.Scan }),
		choice("writeback", "What write-back does with a locked entry.",
			func(p *policy) *daxcore.Writeback { return &p.Rules.Writeback }),
		choice("page-retry", "What lock-by-page does after it slept.",
			func(p *policy) *daxcore.PageRetry { return &p.Rules.PageRetry }),
		mistakes(choice("page-rcu", "When lock-by-page is an RCU reader from its look at the page to xa_lock.",
			func(p *policy) *daxcore.PageRCU { return &p.Rules.PageRCU })),
		mistakes(choice("cookie", "What unlock-by-page stores.",
			func(p *policy) *daxcore.Cookie { return &p.Rules.Cookie })),
	}
}

// choice makes a decision of a field with named values. Names end where a
// value prints as its number.
func choice[T interface {
	~uint8
	fmt.Stringer
}](key, about string, field func(*daxcore.Policy) *T) Decision {
	d := Decision{
		Key: key, About: about,
		get: func(p daxcore.Policy) int { return int(*field(&p)) },
		set: func(p *daxcore.Policy, i int) { *field(p) = T(i) },
	}
	for i := 0; T(i).String() != strconv.Itoa(i); i++ {
		d.Values = append(d.Values, T(i).String())
	}
	return d
}

// mistakes marks a decision.
func mistakes(d Decision) Decision {
	d.Mistakes = true
	return d
}

// toggle makes a decision of a field with words for its two values.
func toggle(key, about, no, yes string, field func(*daxcore.Policy) *bool) Decision {
	return Decision{
		Key: key, About: about, Values: []string{no, yes},
		get: func(p daxcore.Policy) int {
			if *field(&p) {
				return 1
			}
			return 0
		},
		set: func(p *daxcore.Policy, i int) { *field(p) = i != 0 },
	}
}

// Describe returns the decisions in which p differs from upstream, as Set takes
// them, such as "key=base put=never"; for none, "upstream".
func Describe(p daxcore.Policy) string {
	var words []string
	for _, d := range Decisions() {
		if d.Get(p) != 0 {
			words = append(words, d.Key+"="+d.word(p))
		}
	}
	if words == nil {
		return "upstream"
	}
	return strings.Join(words, " ")
}
