package strategies

import (
	"strings"
	"testing"
)

func TestUnique(t *testing.T) {
	if err := All().With(linux52()).unique(); err == nil || !strings.Contains(err.Error(), `"linux-5.2" twice`) {
		t.Errorf("a name that is there twice: %v", err)
	}
	if err := All().unique(); err != nil {
		t.Error(err)
	}
}
