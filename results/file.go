package results

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/perf/benchfmt"
)

// Names of the two files in a folder of results. Of one that is kept and not
// written any more, the first may be compressed, and the second, which follows
// from it, left out.
const (
	RunsFile   = "runs.jsonl"
	PackedRuns = RunsFile + ".gz"
	BenchFile  = "bench.txt"
)

// Log is a folder of results that is being written. Each record is on disk
// when Append returns.
type Log struct {
	runs, bench *os.File
}

// Create makes the folder with empty files and no manifest, or, to resume, opens
// what is there.
func Create(dir string, resume bool) (*Log, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if !resume {
		flags |= os.O_TRUNC
		for _, old := range []string{PlanFile, PackedRuns} {
			if err := os.Remove(filepath.Join(dir, old)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return nil, err
			}
		}
	} else if packed := filepath.Join(dir, PackedRuns); exists(packed) {
		return nil, fmt.Errorf("%s: records that are compressed cannot be added to; gunzip it first", packed)
	}
	runs, err := os.OpenFile(filepath.Join(dir, RunsFile), flags, 0o666)
	if err != nil {
		return nil, err
	}
	if err := dropCutLine(runs); err != nil {
		return nil, errors.Join(err, runs.Close())
	}
	old, err := Read(runs.Name())
	if err != nil {
		return nil, errors.Join(err, runs.Close())
	}
	// The other file follows from the first, which an interrupted run may have
	// left a record ahead.
	bench, err := os.OpenFile(filepath.Join(dir, BenchFile), flags|os.O_TRUNC, 0o666)
	if err != nil {
		return nil, errors.Join(err, runs.Close())
	}
	l := &Log{runs, bench}
	for _, r := range old {
		if err := l.appendBench(r); err != nil {
			return nil, errors.Join(err, l.Close())
		}
	}
	return l, nil
}

// dropCutLine takes away what an interrupted run left behind the last newline,
// which the next record would be appended to.
func dropCutLine(f *os.File) error {
	data, err := os.ReadFile(f.Name())
	if err != nil {
		return err
	}
	return f.Truncate(int64(bytes.LastIndexByte(data, '\n') + 1))
}

// Append adds a record to both files.
func (l *Log) Append(r *Record) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if _, err := l.runs.Write(append(line, '\n')); err != nil {
		return err
	}
	return l.appendBench(r)
}

// appendBench adds a record to the benchmark file, below its units.
func (l *Log) appendBench(r *Record) error {
	info, err := l.bench.Stat()
	if err != nil {
		return err
	}
	w := bufio.NewWriter(l.bench)
	if info.Size() == 0 {
		for _, m := range Metrics() {
			better := "lower"
			if m.HigherBetter {
				better = "higher"
			}
			fmt.Fprintf(w, "Unit %s better=%s\n", m.Name, better)
			if !m.Machine {
				fmt.Fprintf(w, "Unit %s%s better=%s assume=exact\n", exact, m.Name, better)
			}
		}
	}
	if err := WriteBench(w, r); err != nil {
		return err
	}
	return w.Flush()
}

// Close closes both files.
func (l *Log) Close() error { return errors.Join(l.runs.Close(), l.bench.Close()) }

// exact is before the units of counts of fixed schedules, which are declared
// exact in the files.
const exact = "exact-"

// WriteBench writes the samples of a record in Go's benchmark format, a line
// each.
func WriteBench(w io.Writer, r *Record) error {
	bw := benchfmt.NewWriter(w)
	for i := range r.Samples {
		s := &r.Samples[i]
		res := r.result()
		res.Iters = int(s.Ops)
		for _, m := range Metrics() {
			if m.Has(s) {
				res.Values = append(res.Values, benchfmt.Value{Value: m.Of(s), Unit: r.unit(m)})
			}
		}
		if len(res.Values) == 0 {
			continue
		}
		if err := bw.Write(res); err != nil {
			return err
		}
	}
	return nil
}

// result is the record as a result without values. Only what makes results
// incomparable goes into the configuration.
func (r *Record) result() *benchfmt.Result {
	name, config := r.Name(), [][2]string{{"profile", r.Profile}}
	if m := r.Machine; r.Engine != "sim" {
		name += "-" + strconv.Itoa(m.GOMAXPROCS)
		config = [][2]string{{"goos", m.OS}, {"goarch", m.Arch}, {"cpu", m.CPU}, {"kernel", m.Kernel}, {"go", m.Go}}
	}
	res := &benchfmt.Result{Name: benchfmt.Name(name)}
	for _, c := range config {
		res.Config = append(res.Config, benchfmt.Config{Key: c[0], Value: []byte(c[1]), File: true})
	}
	return res
}

// unit is the unit of a metric in the record.
func (r *Record) unit(m *Metric) string {
	if r.Exact && !m.Machine {
		return exact + m.Name
	}
	return m.Name
}

// maxLine is the longest line that Read takes for a record.
const maxLine = 16 << 20

// Read returns the records of runs.jsonl, or runs.jsonl.gz, in a folder, or of a
// file, which is compressed if its name ends in .gz. The last
// line may be cut off, as an interrupted run leaves it: then the rest comes
// with a warning on the last record. Other damage is an error with file and
// line, beside the records before it.
func Read(path string) ([]*Record, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = runsIn(path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if filepath.Ext(path) != ".gz" {
		return ReadFrom(f, path)
	}
	packed, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return ReadFrom(packed, path)
}

// runsIn is the file of records in a folder.
func runsIn(dir string) string {
	plain := filepath.Join(dir, RunsFile)
	if packed := filepath.Join(dir, PackedRuns); !exists(plain) && exists(packed) {
		return packed
	}
	return plain
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// ReadFrom is Read from a stream; name is for errors.
func ReadFrom(r io.Reader, name string) ([]*Record, error) {
	var records []*Record
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	cut := false // the last line that was read has no newline
	in.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		advance, token, err := bufio.ScanLines(data, atEOF)
		if token != nil {
			cut = data[advance-1] != '\n'
		}
		return advance, token, err
	})
	var bad error
	line := 0
	for in.Scan() {
		line++
		if bad != nil {
			return records, bad
		}
		if len(in.Bytes()) == 0 {
			continue
		}
		rec := new(Record)
		err := json.Unmarshal(in.Bytes(), rec)
		if err == nil {
			err = rec.Validate()
		}
		if err != nil {
			bad = fmt.Errorf("%s:%d: not a record: %w", name, line, err)
			continue
		}
		if rec.Machine == nil && rec.Engine != "sim" {
			rec.Machine = &Machine{}
		}
		records = append(records, rec)
	}
	if err := in.Err(); err != nil {
		return records, fmt.Errorf("%s:%d: %w", name, line+1, err)
	}
	var syntax *json.SyntaxError
	if bad != nil && cut && errors.As(bad, &syntax) && len(records) > 0 {
		last := records[len(records)-1]
		last.Warnings = append(last.Warnings, "the file's last line is cut off and was left out")
		return records, nil
	}
	return records, bad
}
