package space

import "slices"

// Term is a set of decisions, each with values of which any will do.
type Term struct {
	Choices []Choice `json:"choices"`
	// Combinations are those that have them all, New those of them that no
	// term before has.
	Combinations int `json:"combinations"`
	New          int `json:"new"`
	// Example shows how designs with it lose.
	Example *Example `json:"example,omitempty"`

	values [][]int // by decision; nil is any
	fresh  []int   // the new combinations
}

// has reports whether a combination has the term.
func (t *Term) has(choice []int) bool {
	for d, values := range t.values {
		if values != nil && !slices.Contains(values, choice[d]) {
			return false
		}
	}
	return true
}

// cover takes terms until they have all combinations of a kind that any has:
// the one with most new ones first, of those the smallest. It returns how many
// smallest sets there are, too, with one value for a decision.
func (a *analysis) cover(these, others, open []int32) (terms []Term, all int) {
	s, l := a.space, a.lattice
	isPrime := a.primes(these, others, open)
	var primes []int
	for at, is := range isPrime {
		if is {
			primes = append(primes, at)
		}
	}
	for rest := slices.Clone(these); ; {
		best := -1
		for _, p := range primes {
			if rest[p] != 0 && (best < 0 || rest[p] > rest[best] || rest[p] == rest[best] && l.literals(p) < l.literals(best)) {
				best = p
			}
		}
		if best < 0 {
			return terms, len(primes)
		}
		t := a.widen(best, isPrime)
		left := make([]int32, l.size)
		for c := range s.Combinations() {
			choice := s.choice(c)
			full, has := l.full(choice), t.has(choice)
			if has {
				t.Combinations++
			}
			switch {
			case rest[full] == 0:
			case has:
				t.fresh = append(t.fresh, c)
			default:
				left[full] = 1
			}
		}
		t.New = len(t.fresh)
		terms = append(terms, t)
		l.sum(left)
		rest = left
	}
}

// primes marks the partial assignments with combinations of one kind only of
// which no part is such.
func (a *analysis) primes(these, others, open []int32) []bool {
	l := a.lattice
	only := func(at int) bool { return these[at] != 0 && others[at] == 0 && open[at] == 0 }
	primes := make([]bool, l.size)
next:
	for at := range primes {
		if !only(at) {
			continue
		}
		for d := range l.sizes {
			if v, free := l.value(at, d); !free && only(l.freed(at, d, v)) {
				continue next
			}
		}
		primes[at] = true
	}
	return primes
}

// widen makes a term of a prime, with all values of its decisions with which it
// is one as well.
func (a *analysis) widen(prime int, isPrime []bool) Term {
	l := a.lattice
	t := Term{values: make([][]int, len(l.sizes))}
	cells := []int{prime} // the term, with one value for each decision
	for d, size := range l.sizes {
		mine, free := l.value(prime, d)
		if free {
			continue
		}
		choice := Choice{Key: a.space.Decisions[d].Key}
		was := cells
		for v := range size {
			moved := make([]int, len(was))
			for i, at := range was {
				moved[i] = at + (v-mine)*l.strides[d]
			}
			if slices.ContainsFunc(moved, func(at int) bool { return !isPrime[at] }) {
				continue
			}
			if v != mine {
				cells = slices.Concat(cells, moved)
			}
			t.values[d] = append(t.values[d], v)
			choice.Values = append(choice.Values, a.space.Decisions[d].Values[v])
		}
		t.Choices = append(t.Choices, choice)
	}
	return t
}

// String says what is decided.
func (t *Term) String() string { return t.words() }
