package space

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never")
	dir := t.TempDir()
	first := anyOptions
	first.First = true
	whole := finish(t, s, dir, first)
	for _, packed := range []bool{false, true} {
		if packed {
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			if _, err := w.Write(whole); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, PackedFile), b.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(filepath.Join(dir, File)); err != nil {
				t.Fatal(err)
			}
		}
		records, _, o, err := s.Read(dir, Options{Workers: 7})
		if err != nil || len(records) != 2 || records[1].Design != "put=never" || !o.First || o.MaxStates != anyOptions.MaxStates || o.Workers != 7 {
			t.Errorf("compressed %v: %d records, options %+v, %v", packed, len(records), o, err)
		}
	}
	if _, _, _, err := small(t, "pmd-pmd", "put=next,never").Read(dir, anyOptions); err == nil || !strings.Contains(err.Error(), PackedFile+":1: not the space of this program: it was made with other scenarios") {
		t.Errorf("another space: %v", err)
	}
	cut := whole[:len(whole)-9]
	write(t, dir, cut)
	if records, _, _, err := s.Read(dir, anyOptions); err != nil || len(records) != 1 {
		t.Errorf("a cut line: %d records, %v", len(records), err)
	}
	write(t, dir, slices.Concat(whole, []byte("{\n")))
	if _, _, _, err := s.Read(dir, anyOptions); err == nil || !strings.Contains(err.Error(), File+":4: a line too many") {
		t.Errorf("garbage: %v", err)
	}
	if _, _, _, err := s.Read(t.TempDir(), anyOptions); err == nil || !strings.Contains(err.Error(), File) {
		t.Errorf("an empty folder: %v", err)
	}
}
