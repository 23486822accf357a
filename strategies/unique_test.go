package strategies

import (
	"strings"
	"testing"
)

func TestUnique(t *testing.T) {
	if err := unique(append(All(), linux52())); err == nil || !strings.Contains(err.Error(), `"linux-5.2" twice`) {
		t.Errorf("a name that is there twice: %v", err)
	}
	if err := unique(All()); err != nil {
		t.Error(err)
	}
}
