package sim

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkSwitch is tasks that give way to one another, in an order that no
// cache foresees, and do nothing else: what would be left if the engine were free.
func BenchmarkSwitch(b *testing.B) {
	for _, n := range []int{64, 1024, 16384} {
		b.Run(fmt.Sprintf("tasks=%d", n), func(b *testing.B) {
			e := &Engine{}
			e.main = &Task{e: e}
			next, left := make([]*Task, n), 0
			for id := range n {
				t := &Task{e: e, id: id}
				t.place, t.stop = newCoroutine(func() {
					for !e.closed {
						to := e.main
						if left > 0 {
							left--
							to = next[t.id]
						}
						t.giveWay(to)
					}
				})
				e.tasks = append(e.tasks, t)
			}
			defer e.Close()
			order := rand.New(rand.NewPCG(1, 1)).Perm(n)
			for i, id := range order {
				next[id] = e.tasks[order[(i+1)%n]]
			}
			for _, left = range []int{n, b.N} { // all have begun after the first
				b.ResetTimer()
				e.resume(e.tasks[0])
			}
			b.StopTimer()
		})
	}
}
