package space

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzRecords: a file is refused, or is of this space, with as many records as it
// has lines.
func FuzzRecords(f *testing.F) {
	s := small(f, "invalidations-only", "wake-on-removal=all,next", "put=next,never,next-if-absent")
	f.Add([]byte(""))
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"design":"` + s.Designs[0].Name + `","verdict":"safe","states":3}` + "\n"))
	f.Add([]byte(`{"design":"` + s.Designs[0].Name + `","verdict":"unsafe","violations":[{}]}` + "\n"))
	f.Add([]byte(`{"design":"` + s.Designs[0].Name + `","verdict":"unsafe"}` + "\n"))
	f.Add([]byte(`{"design":"` + s.Designs[1].Name + `","verdict":"safe"}` + "\n"))
	f.Add([]byte("[" + strings.Repeat("[", 1000) + "\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if h, rest, err := header(data, "fuzz"); err == nil {
			_ = h.differs(s.header(anyOptions))
			data = append(data[:0:0], rest...)
		}
		read, err := s.records(data, "fuzz", false)
		if err != nil {
			return
		}
		records := read.records
		lines := bytes.Count(data, []byte("\n"))
		if !bytes.HasSuffix(data, []byte("\n")) && len(data) != 0 {
			lines++
		}
		if len(records) != lines && len(read.damaged) == 0 || len(records) > min(lines, len(s.Designs)) {
			t.Errorf("%d records of %d lines and %d designs", len(records), lines, len(s.Designs))
		}
		if len(records) == len(s.Designs) {
			_, _ = s.Analyse(records, anyOptions)
		}
	})
}
