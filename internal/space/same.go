package space

import (
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// fold returns p with words for what upstream does by default as the default.
func fold(p daxcore.Policy) daxcore.Policy {
	for i := range p.Wait {
		usual := daxcore.QueueExclusive
		if daxcore.Site(i) == daxcore.ByPage {
			usual = daxcore.QueueShared
		}
		if p.Wait[i] == usual {
			p.Wait[i] = daxcore.QueueDefault
		}
	}
	if p.OnUnlock == daxcore.WakeNext {
		p.OnUnlock = daxcore.WakeDefault
	}
	if p.OnRemoval == daxcore.WakeAll {
		p.OnRemoval = daxcore.WakeDefault
	}
	if p.OnRefusal == p.OnRemoval || p.OnRefusal == daxcore.WakeAll && p.OnRemoval == daxcore.WakeDefault {
		p.OnRefusal = daxcore.WakeDefault
	}
	if p.OnDown == daxcore.WakeAll {
		p.OnDown = daxcore.WakeDefault
	}
	return p
}

// rule says which policies behave as another does.
type rule struct {
	why  string
	when func(daxcore.Policy) bool
	as   func(*daxcore.Policy)
}

// rules are applied in this order. They take folded policies.
func rules() []rule {
	type policy = daxcore.Policy
	return []rule{
		{
			"key=found is key=kernel but for a PMD request that sleeps on a PTE entry, and one that falls back never sleeps there",
			func(p policy) bool {
				return p.Key == daxcore.KeyFound && p.Lookup == daxcore.WholeRange &&
					(p.PMDMeets == daxcore.FallBack || p.PMDMeets == daxcore.FallBackEmpty)
			},
			func(p *policy) { p.Key = daxcore.KeyKernel },
		},
		{
			"a PMD request that sleeps on a PTE entry with key=found sleeps on that entry's key, which is what wait-at-entry says",
			func(p policy) bool {
				return p.Key == daxcore.KeyFound && p.Lookup == daxcore.WholeRange &&
					(p.PMDMeets == daxcore.WaitAtBase || p.PMDMeets == daxcore.WaitAtEntry)
			},
			func(p *policy) { p.Key, p.PMDMeets = daxcore.KeyKernel, daxcore.WaitAtEntry },
		},
		{
			"with key=base the key of any entry is its base: wait-at-entry is wait-at-base",
			func(p policy) bool { return p.Key == daxcore.KeyBase && p.PMDMeets == daxcore.WaitAtEntry },
			func(p *policy) { p.PMDMeets = daxcore.WaitAtBase },
		},
		{
			"where all wait on the base, its key is the own key: there is no second one to wake",
			func(p policy) bool {
				return p.Key == daxcore.KeyBase && p.Put == daxcore.PutBoth
			},
			func(p *policy) { p.Put = daxcore.PutAbsent },
		},
		{
			"where nobody ever wakes only the next, it does not matter how waiters queue",
			func(p policy) bool {
				return p.OnUnlock == daxcore.WakeAll && p.OnRemoval == daxcore.WakeDefault && p.OnRefusal == daxcore.WakeDefault && p.OnDown == daxcore.WakeDefault &&
					p.Resleep == daxcore.ResleepQuiet && (p.Put == daxcore.PutAll || p.Put == daxcore.PutNever)
			},
			func(p *policy) { clear(p.Wait[:]) },
		},
	}
}

// same returns the policy that is checked instead of p, which behaves like it,
// and why.
func same(p daxcore.Policy) (daxcore.Policy, []string) {
	var why []string
	for _, r := range rules() {
		if q := p; r.when(p) {
			if r.as(&q); q != p {
				p, why = q, append(why, r.why)
			}
		}
	}
	return p, why
}

// asked are the operations, as daxtest.ParseTasks has them, that ask for a
// decision. Faults ask for all others.
const (
	asksScan      = "SDX"
	asksWriteback = "WY" // a synchronous fault writes back what it has mapped
	asksPage      = "L"
	asksRemoval   = "IRDUTCE"
	asksRefusal   = "IRC" // if an entry can be dirty, or the file system refuses
	asksNothing   = "FP"  // of these
)

// project returns p with the decisions as upstream has them for which no
// operation of a scenario asks: both are one design there. For an operation
// that is not known, all are asked for.
func project(p daxcore.Policy, sc *daxtest.Scenario) daxcore.Policy {
	verbs := ""
	refuses := sc.Refusals != 0 || strings.Contains(sc.Entries, "dirty") || strings.Contains(sc.Entries, "chosen")
	for _, t := range sc.Tasks {
		for _, op := range t {
			verb, _, _ := strings.Cut(op.Name, "(")
			if len(verb) != 1 || !strings.Contains(asksScan+asksWriteback+asksPage+asksRemoval+asksNothing, verb) {
				return p
			}
			verbs += verb
			refuses = refuses || verb == "Y" || strings.HasSuffix(op.Name, ",w)")
		}
	}
	if !strings.ContainsAny(verbs, asksScan) {
		p.Rules.Scan, p.Wait[daxcore.InScan] = 0, 0
	}
	if !strings.ContainsAny(verbs, asksWriteback) {
		p.Rules.Writeback = 0
	}
	if !strings.ContainsAny(verbs, asksPage) {
		p.Rules.PageRetry, p.Rules.PageRCU, p.Rules.Cookie, p.Wait[daxcore.ByPage] = 0, 0, 0, 0
	}
	if !strings.ContainsAny(verbs, asksRemoval) {
		p.OnRemoval = 0
	}
	if !refuses || !strings.ContainsAny(verbs, asksRefusal) {
		p.OnRefusal = 0
	}
	return p
}
