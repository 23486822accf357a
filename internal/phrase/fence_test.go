package phrase_test

import (
	"testing"

	"daxwait/internal/phrase"
)

func TestFence(t *testing.T) {
	for text, want := range map[string]string{"": "```", "a `b` ``c``": "```", "a\n```\n<b>": "````", "`````": "``````"} {
		if got := phrase.Fence(text); got != want {
			t.Errorf("%q stands behind %s, want %s", text, got, want)
		}
	}
}
