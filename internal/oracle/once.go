package oracle

// burst is N tasks that come at once, in order.
func burst(p *Params) *plan {
	return &plan{
		tasks: p.N, hold: cost{mean: p.S, constant: true}, lock: handOff(1), once: true,
		body: func(w *worker) { w.operate(pte, 0, w.Now(), 0) },
	}
}

// countWakes is M indexes, each with one holder and its share of the others as
// waiters, all there before the first release. Of M indexes the i-th is released
// at all times i + kM, so that no two releases meet, every herd sleeps again
// before the next, and each release admits one while anybody sleeps.
func countWakes(name string) func(*Params) *plan {
	return func(p *Params) *plan {
		m := max(1, p.M)
		return &plan{
			tasks: p.N, hold: cost{mean: 1, constant: true}, lock: strategy(name, uint64(m)), once: true,
			body: func(w *worker) {
				index, hold := w.ID()%m, m
				if w.ID() < m {
					hold += index
				}
				w.operate(pte, uint64(index), w.Now(), int64(float64(hold)*w.run.unit))
			},
		}
	}
}
