package oracle

import (
	"math/rand/v2"
	"sort"

	"daxwait/bench/pattern"
)

// The closed families: N tasks think, acquire, hold and release.

func mm1n(p *Params) *plan { return closed(p, handOff(1)) }

func mm1nDetThink(p *Params) *plan {
	l := mm1n(p)
	l.think.constant = true
	return l
}

func md1n(p *Params) *plan {
	l := mm1n(p)
	l.hold.constant = true
	return l
}

func dd1(p *Params) *plan {
	l := md1n(p)
	l.think.constant, l.periodic = true, true
	return l
}

// stripe chooses one of K locks.
func stripe(p *Params) *plan {
	l := closed(p, handOff(uint64(p.K)))
	upTo := pattern.Zipf(p.K, p.Zipf)
	l.pick = func(r *rand.Rand) (int, uint64) {
		return pte, uint64(sort.SearchFloat64s(upTo, r.Float64()))
	}
	l.last, l.alike = uint64(p.K-1), p.Zipf == 0
	return l
}

func cpuThink(p *Params) *plan {
	l := mm1n(p)
	l.thinkRuns = true
	return l
}

// woken is a strategy whose release frees the lock and wakes.
func woken(name string) func(*Params) *plan {
	return func(p *Params) *plan { return closed(p, strategy(name, 1)) }
}

// onCPU is one whose tasks need a CPU for all that they do.
func onCPU(name string) func(*Params) *plan {
	return func(p *Params) *plan {
		l := closed(p, strategy(name, 1))
		l.thinkRuns, l.holdRuns = true, true
		return l
	}
}

// herdSerial keeps the lock while it wakes.
func herdSerial(all bool) func(*Params) *plan {
	return func(p *Params) *plan { return closed(p, herd(all)) }
}

func herdSerialDet(all bool) func(*Params) *plan {
	return func(p *Params) *plan {
		l := closed(p, herd(all))
		l.think.constant, l.hold.constant, l.wake.constant = true, true, true
		l.periodic = true
		return l
	}
}

// pmdMix is a range lock, whose operations want one index or all.
func pmdMix(scan bool) func(*Params) *plan {
	return func(p *Params) *plan {
		l := closed(p, func(int) locker { return newRangeLock(p.M, scan) })
		l.pick = func(r *rand.Rand) (int, uint64) {
			if r.Float64() < p.Q {
				return pmd, 0
			}
			return pte, r.Uint64N(uint64(p.M))
		}
		return l
	}
}
