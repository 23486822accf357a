package words

import (
	"bytes"
	"testing"

	"daxwait/results"
	"daxwait/results/compare"
)

// FuzzRead: whatever is read is compared and told without a panic.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"schema":2,"engine":"live","pattern":"p","strategy":"s","tasks":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		records, _, _ := results.ReadFrom(bytes.NewReader(data), "fuzz")
		for _, m := range results.Metrics() {
			compare.Compare(records, "exclusive", m)
			compare.Leaders(records, m)
		}
		_ = WriteSummary(&bytes.Buffer{}, records)
	})
}
