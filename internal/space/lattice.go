package space

// lattice numbers the partial assignments of a space: for each decision one of
// its values, or free.
type lattice struct {
	sizes   []int // values of each decision; that number is free
	strides []int
	size    int
}

func newLattice(decisions []Decision) *lattice {
	l := &lattice{size: 1, sizes: make([]int, len(decisions)), strides: make([]int, len(decisions))}
	for i := len(decisions) - 1; i >= 0; i-- {
		l.sizes[i], l.strides[i] = len(decisions[i].Values), l.size
		l.size *= l.sizes[i] + 1
	}
	return l
}

// full returns the assignment with a value for every decision.
func (l *lattice) full(choice []int) (a int) {
	for i, c := range choice {
		a += c * l.strides[i]
	}
	return a
}

// value returns the value of a decision; free if it has none.
func (l *lattice) value(a, decision int) (value int, free bool) {
	value = a / l.strides[decision] % (l.sizes[decision] + 1)
	return value, value == l.sizes[decision]
}

// freed returns an assignment with one decision less, which had that value.
func (l *lattice) freed(a, decision, value int) int {
	return a + (l.sizes[decision]-value)*l.strides[decision]
}

// with returns an assignment in which a decision that was free has a value.
func (l *lattice) with(a, decision, value int) int {
	return a - (l.sizes[decision]-value)*l.strides[decision]
}

// sum fills in the counts of partial assignments from those of full ones.
func (l *lattice) sum(counts []int32) {
	for d := range l.sizes {
		for a := range counts {
			if _, free := l.value(a, d); free {
				n := int32(0)
				for v := range l.sizes[d] {
					n += counts[l.with(a, d, v)]
				}
				counts[a] = n
			}
		}
	}
}

// literals is how many decisions have a value.
func (l *lattice) literals(a int) (n int) {
	for d := range l.sizes {
		if _, free := l.value(a, d); !free {
			n++
		}
	}
	return n
}
