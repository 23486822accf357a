package suite_test

import (
	"strings"
	"testing"

	"daxwait/suite"
)

// TestUnusableDesigns: a design that no word can name is refused, without a panic.
func TestUnusableDesigns(t *testing.T) {
	for _, d := range []*suite.Design{nil, {}, {Name: "all"}, {Name: "a,b"}, {Name: "a+put=never"}, {Name: "../a"}} {
		if _, err := suite.Judge(t.Context(), d, suite.Options{}); err == nil || !strings.HasPrefix(err.Error(), "a design is ") {
			t.Errorf("%v: %v", d, err)
		}
	}
}
