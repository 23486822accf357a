package phrase

import (
	"strings"
	"testing"
)

func TestBytesAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]int64{"1.6GB": 1_600_000_000, "500MB": 500_000_000, "1MB": 1_000_000, "2000KB": 2_000_000} {
		if got, err := ParseBytes(text, 1e6); got != want || err != nil {
			t.Errorf("%s is %d, %v", text, got, err)
		}
		if back, err := ParseBytes(Bytes(want), 1e6); back != want || err != nil {
			t.Errorf("%s is written %s, which is %d, %v", text, Bytes(want), back, err)
		}
	}
	for _, text := range []string{"", "12", "GB", "-1GB", "1KB", "NaNGB", "infGB", "1e9GB", "1 GB"} {
		if got, err := ParseBytes(text, 1e6); err == nil || !strings.Contains(err.Error(), "1.6GB") {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	if got := Bytes(999); got != "999B" {
		t.Errorf("999 bytes are %s", got)
	}
}
