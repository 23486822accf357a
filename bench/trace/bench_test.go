package trace

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"testing"
)

func BenchmarkReader(b *testing.B) { benchmark(b, func(r *Reader) error { return drain(r) }) }
func BenchmarkSummarize(b *testing.B) {
	benchmark(b, func(r *Reader) error { _, err := Summarize(r); return err })
}
func BenchmarkReplay(b *testing.B) {
	benchmark(b, func(r *Reader) error { _, err := Replay(r, 0); return err })
}

func drain(r *Reader) error {
	for {
		if _, err := r.Next(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// benchmark reads an unpacked excerpt.
func benchmark(b *testing.B, use func(*Reader) error) {
	f, err := os.Open("testdata/mixed-pmd-n8.trace.gz")
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	lines := 0
	for b.Loop() {
		r, err := NewReader("f", bytes.NewReader(text))
		if err != nil {
			b.Fatal(err)
		}
		if err := use(r); err != nil {
			b.Fatal(err)
		}
		lines += r.line
	}
	b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "lines/s")
}
