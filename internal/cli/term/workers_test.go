package term

import (
	"bytes"
	"strings"
	"sync"
	"testing"
)

// TestWorkersShareALine: several may tell of what they do at once, on a terminal
// too. The race detector looks at it.
func TestWorkersShareALine(t *testing.T) {
	const workers, parts = 4, 500
	var text bytes.Buffer
	on := status{&text, true}
	c := &Cases{status: on, learned: NewETA(workers*parts, true)}
	b := NewBar(&text, workers*parts)
	b.status = on
	for range workers {
		c.all = append(c.all, Case{Name: "mix", Parts: parts, Cost: 1})
	}
	each := func(do func(worker int)) {
		var all sync.WaitGroup
		for w := range workers {
			all.Go(func() {
				for range parts {
					do(w)
				}
			})
		}
		all.Wait()
	}
	each(c.Done)
	c.End()
	pulse := b.Pulse()
	each(func(int) {
		b.Tell(1, 2)
		b.Done()
	})
	pulse()
	b.End()
	if c.did != workers || b.Did != workers*parts {
		t.Errorf("%d cases are done of %d, %d pieces of %d", c.did, workers, b.Did, workers*parts)
	}
	if !strings.Contains(text.String(), "/4 mix") || !strings.HasSuffix(text.String(), "\r\x1b[K") {
		t.Errorf("the line is %q", text.String())
	}
}
