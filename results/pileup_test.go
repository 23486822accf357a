package results_test

import (
	"testing"

	"daxwait/results/internal/made"
)

func TestAPileupBeginsWithALoss(t *testing.T) {
	p := &made.Piled().Pileups[0]
	if ns, ok := p.First(); ns != 100 || !ok || p.Spread() != 300 || p.Behind() != 3 {
		t.Errorf("first loss %d, %v; spread %d, %d behind", ns, ok, p.Spread(), p.Behind())
	}
	p.Stops[1].Lost = false
	if _, ok := p.First(); ok || p.Spread() != 0 {
		t.Errorf("a loss where there is none; spread %d", p.Spread())
	}
}
