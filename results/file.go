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
	"strings"

	"golang.org/x/perf/benchfmt"

	"daxwait/results/machine"
)

// Names of the two files in a folder of results. Of one that is kept and not
// written any more, the first may be compressed, and the second, which follows
// from it, left out.
const (
	RunsFile   = "runs.jsonl"
	PackedRuns = RunsFile + ".gz"
	BenchFile  = "bench.txt"
)

// Log is a folder of results that is being written. Each record is with the
// system when Append returns.
type Log struct {
	runs, bench *LineFile
}

// Create makes the folder with empty files and no manifest, or, to resume, opens
// what is there.
func Create(dir string, resume bool) (*Log, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	if !resume {
		for _, old := range []string{PlanFile, PackedRuns} {
			if err := os.Remove(filepath.Join(dir, old)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return nil, err
			}
		}
	} else if packed := filepath.Join(dir, PackedRuns); exists(packed) {
		return nil, fmt.Errorf("%s: records that are compressed cannot be added to; gunzip it first", packed)
	}
	l := &Log{}
	old, err := l.openRuns(filepath.Join(dir, RunsFile), resume)
	if err != nil {
		return nil, err
	}
	// The other file follows from the first, which an interrupted run may have
	// left a record ahead.
	text, err := benchText(old)
	if err != nil {
		return nil, errors.Join(err, l.runs.Close())
	}
	name := filepath.Join(dir, BenchFile)
	err = WriteFile(name, func(w io.Writer) error { _, err := w.Write(text); return err })
	if err == nil {
		l.bench, err = OpenLineFile(name, int64(len(text)))
	}
	if err != nil {
		return nil, errors.Join(err, l.runs.Close())
	}
	return l, nil
}

// openRuns opens the file of records. What an interrupted run left behind the
// last newline goes, unless it is a record that lacks no more than that.
func (l *Log) openRuns(name string, resume bool) (old []*Record, err error) {
	var data []byte
	if resume {
		if data, err = os.ReadFile(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
	}
	was, err := readLog(bytes.NewReader(data), name)
	if err != nil {
		return nil, err
	}
	newline := bytes.LastIndexByte(data, '\n') + 1
	if was.cut {
		data = data[:newline]
	}
	if l.runs, err = OpenLineFile(name, int64(len(data))); err != nil {
		return nil, err
	}
	if len(data) > newline {
		if _, err := l.runs.Write([]byte("\n")); err != nil {
			return nil, errors.Join(err, l.runs.Close())
		}
	}
	return was.records, nil
}

// Append adds a record to both files.
func (l *Log) Append(r *Record) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	text, err := benchText([]*Record{r})
	if err != nil {
		return err
	}
	if l.bench.size != 0 {
		text = bytes.TrimPrefix(text, []byte(benchUnits()))
	}
	if _, err := l.runs.Write(append(line, '\n')); err != nil {
		return err
	}
	_, err = l.bench.Write(text)
	return err
}

// Close closes both files.
func (l *Log) Close() error { return errors.Join(l.runs.Close(), l.bench.Close()) }

// WriteFolder writes a finished folder of results at once: its records, as a
// [Log] writes them, and its manifest.
func WriteFolder(dir string, records []*Record, m *Manifest) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	text, err := benchText(records)
	if err != nil {
		return err
	}
	err = WriteFiles(
		File{filepath.Join(dir, RunsFile), func(w io.Writer) error {
			out := json.NewEncoder(w)
			for _, r := range records {
				if err := out.Encode(r); err != nil {
					return err
				}
			}
			return nil
		}},
		File{filepath.Join(dir, BenchFile), func(w io.Writer) error { _, err := w.Write(text); return err }},
		m.file(dir),
	)
	if packed := os.Remove(filepath.Join(dir, PackedRuns)); err == nil && !errors.Is(packed, os.ErrNotExist) {
		err = packed
	}
	return err
}

// benchText is records in Go's benchmark format, below their units; nothing if
// there are none.
func benchText(records []*Record) ([]byte, error) {
	if len(records) == 0 {
		return nil, nil
	}
	b := bytes.NewBufferString(benchUnits())
	for _, r := range records {
		if err := WriteBench(b, r); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// benchUnits are the lines that declare units.
func benchUnits() string {
	var b strings.Builder
	for _, m := range Metrics() {
		better := "lower"
		if m.HigherBetter {
			better = "higher"
		}
		fmt.Fprintf(&b, "Unit %s better=%s\n", m.Name, better)
		if !m.Machine {
			fmt.Fprintf(&b, "Unit %s%s better=%s assume=exact\n", exact, m.Name, better)
		}
	}
	return b.String()
}

// exact is before the units of counts of fixed schedules, which are declared
// exact in the files.
const exact = "exact-"

// atLeast is before the units of latencies that are lower bounds, in some window.
const atLeast = "at-least-"

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
	switch {
	case r.Exact && !m.Machine:
		return exact + m.Name
	case r.AtLeast(m):
		return atLeast + m.Name
	}
	return m.Name
}

// maxLine is the longest line that Read takes for a record.
const maxLine = 16 << 20

// ErrCut is an error of a file in which nothing is whole.
var ErrCut = errors.New("its only line is cut off, as by a run that was killed")

// Read returns the records of runs.jsonl, or runs.jsonl.gz, in a folder, or of a
// file, which is compressed if its name ends in .gz. The last
// line may be cut off, as an interrupted run leaves it: then the rest comes
// with a warning on the last record, or there is [ErrCut] if there is none. Other
// damage is an error with file and line, beside the records before it.
func Read(path string) ([]*Record, error) {
	l, err := readPath(path)
	return l.warned(path, err)
}

// ReadFrom is Read from a stream; name is for errors.
func ReadFrom(r io.Reader, name string) ([]*Record, error) {
	l, err := readLog(r, name)
	return l.warned(name, err)
}

// ReadLog is [Read] for who goes on with the folder: cut says that the last line
// was left out, no record has a warning of it, and all records of a case are there.
func ReadLog(path string) (records []*Record, cut bool, err error) {
	l, err := readPath(path)
	return l.records, l.cut, err
}

func readPath(path string) (logged, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = runsIn(path)
	}
	f, err := os.Open(path)
	if err != nil {
		return logged{}, err
	}
	defer f.Close()
	if filepath.Ext(path) != ".gz" {
		return readLog(f, path)
	}
	packed, err := gzip.NewReader(f)
	if err != nil {
		return logged{}, fmt.Errorf("%s: %w", path, err)
	}
	return readLog(packed, path)
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

func readLog(r io.Reader, name string) (l logged, err error) {
	l.name = name
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	open := false // the line that was read has no newline, and is the last
	in.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		advance, token, err := bufio.ScanLines(data, atEOF)
		if token != nil {
			open = data[advance-1] != '\n'
		}
		return advance, token, err
	})
	for line := 1; in.Scan(); line++ {
		if len(in.Bytes()) == 0 {
			continue
		}
		rec := new(Record)
		err := json.Unmarshal(in.Bytes(), rec)
		if syntax := (*json.SyntaxError)(nil); open && errors.As(err, &syntax) && begins(in.Bytes()) && in.Err() == nil {
			l.cut = true
			return l, nil
		}
		if damaged := in.Err(); damaged != nil { // of a compressed file
			return l, fmt.Errorf("%s:%d: %w", name, line, damaged)
		}
		if err == nil {
			err = rec.Validate()
		}
		if err != nil {
			return l, fmt.Errorf("%s:%d: not a record: %w", name, line, err)
		}
		if rec.Machine == nil && rec.Engine != "sim" {
			rec.Machine = &machine.Machine{}
		}
		l.records, l.lines = append(l.records, rec), append(l.lines, line)
	}
	if err := in.Err(); err != nil {
		return l, fmt.Errorf("%s:%d: %w", name, len(l.records)+1, err)
	}
	return l, nil
}

// begins reports whether a line that was cut off may have been a record's.
func begins(line []byte) bool {
	const all = `{"schema":`
	return bytes.HasPrefix(line, []byte(all[:min(len(all), len(line))]))
}
