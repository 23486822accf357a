package space

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"daxwait/results"
	"daxwait/results/store"
	"daxwait/results/store/faulty"
)

// anyOptions are those of tests.
var anyOptions = Options{MaxStates: 10_000, Workers: 2}

// finish does what is missing in a folder and returns the file.
func finish(t *testing.T, s *Space, dir string, o Options) []byte {
	t.Helper()
	l, err := s.Open(dir, o, results.Resume)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := s.Run(t.Context(), len(l.Records), o, func(_ int, r *Record) error { return l.Append(r) }); err != nil {
		t.Fatal(err)
	}
	if len(l.Records) != len(s.Designs) {
		t.Fatalf("%d records of %d designs", len(l.Records), len(s.Designs))
	}
	return file(t, dir)
}

// file returns what is in a folder.
func file(t *testing.T, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, File))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, dir string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, File), data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestResumeAfterAnyCut(t *testing.T) {
	s := small(t, "invalidations-only", "wake-on-removal=all,next", "put=next,never,next-if-absent")
	dir := t.TempDir()
	whole := finish(t, s, dir, anyOptions)
	lines := bytes.SplitAfter(whole, []byte("\n"))
	if n := bytes.Count(whole, []byte(`"verdict":"unsafe"`)); n != 2 || len(lines) != 1+6+1 {
		t.Fatalf("%d unsafe, %d lines:\n%s", n, len(lines), whole)
	}
	last := len(whole) - len(lines[6])
	for cut := last; cut <= len(whole); cut += shorter(1, 7) {
		write(t, dir, whole[:cut])
		if got := finish(t, s, dir, anyOptions); !bytes.Equal(got, whole) {
			t.Fatalf("cut after %q, it becomes\n%s", whole[last:cut], got)
		}
	}
	for cut := 0; cut < last; cut += 41 { // in the header, too
		write(t, dir, whole[:cut])
		if got := finish(t, s, dir, anyOptions); !bytes.Equal(got, whole) {
			t.Fatalf("cut after %d bytes, it becomes\n%s", cut, got)
		}
	}
}

// TestRecordsOfBefore: lines that say how long a search took, as they did once, are read,
// and gone on with.
func TestRecordsOfBefore(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never")
	dir := t.TempDir()
	lines := bytes.SplitAfter(finish(t, s, dir, anyOptions), []byte("\n"))
	body, _, _ := bytes.Cut(lines[1], []byte(`,"crc"`))
	old := append(store.Seal(append(body, `,"seconds":0.25}`...)), '\n')
	write(t, dir, append(bytes.Clone(lines[0]), old...))
	got := finish(t, s, dir, anyOptions)
	if want := bytes.Join([][]byte{lines[0], old, lines[2]}, nil); !bytes.Equal(got, want) {
		t.Errorf("it becomes\n%s\nwant\n%s", got, want)
	}
}

func TestWorkersChangeNothing(t *testing.T) {
	s := small(t, "key-migration", "wake-on-removal=all,next", "put=next,never,next-if-absent,both-keys", "scan=skips,waits")
	one := finish(t, s, t.TempDir(), Options{MaxStates: 10_000, Workers: 1})
	if got := finish(t, s, t.TempDir(), Options{MaxStates: 10_000, Workers: 5}); !bytes.Equal(got, one) {
		t.Errorf("with five workers it is\n%s\nwith one\n%s", got, one)
	}
}

func TestInterrupted(t *testing.T) {
	s := small(t, "invalidations", "wake-on-removal=all,next", "put=next,never,next-if-absent")
	whole := finish(t, s, t.TempDir(), anyOptions)
	for after := range 6 {
		dir := t.TempDir()
		l, err := s.Open(dir, anyOptions, results.Force)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		err = s.Run(ctx, 0, anyOptions, func(_ int, r *Record) error {
			if len(l.Records) == after {
				cancel(errors.New("a signal"))
			}
			return l.Append(r)
		})
		if !errors.Is(err, context.Canceled) || len(l.Records) != after+1 {
			t.Errorf("interrupted after %d: %v, %d records", after, err, len(l.Records))
		}
		l.Close()
		if got := finish(t, s, dir, anyOptions); !bytes.Equal(got, whole) {
			t.Errorf("interrupted after %d, it becomes\n%s", after, got)
		}
	}
	full := iotest.ErrTimeout
	if err := s.Run(t.Context(), 0, anyOptions, func(int, *Record) error { return full }); err != full {
		t.Errorf("a full disk: %v", err)
	}
}

func TestLimitMakesIncomplete(t *testing.T) {
	s := small(t, "two-each", "put=next,never")
	o := Options{MaxStates: 50}
	err := s.Run(t.Context(), 0, o, func(_ int, r *Record) error {
		if r.Verdict != Incomplete || len(r.Limits) != 1 || r.Limits[0].Hit == "" {
			t.Errorf("%s with 50 states: %+v", r.Design, r)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestFirstEndsEarly(t *testing.T) {
	s := small(t, "invalidations", "wake-on-removal=next", "put=next")
	s.Scenarios = append(s.Scenarios, small(t, "invalidations-only").Scenarios...)
	for _, first := range []bool{false, true} {
		want := 2
		if first {
			want = 1
		}
		if err := s.Run(t.Context(), 0, Options{MaxStates: 10_000, First: first}, func(_ int, r *Record) error {
			if len(r.Violations) != want {
				t.Errorf("first %v: %+v", first, r.Violations)
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
}

func TestResumeRefuses(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never")
	dir := t.TempDir()
	whole := string(finish(t, s, dir, anyOptions))
	lines := strings.SplitAfter(whole, "\n")
	refuse := func(what string, s *Space, o Options, data, want string) {
		t.Helper()
		write(t, dir, []byte(data))
		_, err := s.Open(dir, o, results.Resume)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), File+":") || !strings.Contains(err.Error(), "in another folder") {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
		if now, _ := os.ReadFile(filepath.Join(dir, File)); string(now) != data {
			t.Errorf("%s: the file is changed", what)
		}
	}
	refuse("other decisions", small(t, "pte-pte", "put=next,all"), anyOptions, whole, ":1: cannot resume: it was made with other values")
	refuse("other scenario", small(t, "pmd-pmd", "put=next,never"), anyOptions, whole, "other scenarios")
	refuse("other bounds", s, Options{MaxStates: 9}, whole, "at most 10000 states, now 9")
	refuse("first", s, Options{MaxStates: 10_000, First: true}, whole, "first=false")
	refuse("schema", s, anyOptions, strings.Replace(whole, schema, "other/1", 1), `has schema "other/1"`)
	changed := small(t, "pte-pte", "put=next,never")
	changed.Scenarios[0].Entries = "pte B+2"
	refuse("scenario text", changed, anyOptions, whole, "a scenario has changed")
	refuse("no header", s, anyOptions, "hello", ":1: not a space")
	refuse("text", s, anyOptions, "hello\n", ":1: not the header")
	refuse("a line too many", s, anyOptions, whole+lines[2], ":4: a line too many")
	if _, err := s.Open(filepath.Join(dir, File), anyOptions, results.Force); err == nil {
		t.Error("a file is taken for a folder")
	}
}

// TestDamagedLines: what is damaged is incomplete when it is read, and searched again with
// what is behind it when the space is gone on with.
func TestDamagedLines(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never")
	dir := t.TempDir()
	want := string(finish(t, s, dir, anyOptions))
	lines := strings.SplitAfter(want, "\n")
	// sealed is a line with something else in it, as a program would write it.
	sealed := func(line, from, to string) string {
		body, _, _ := strings.Cut(line, `,"crc"`)
		return string(store.Seal([]byte(strings.Replace(body+"}", from, to, 1)))) + "\n"
	}
	for says, line := range map[string]string{
		"not a record":                        "{\n",
		"the checksum does not":               strings.Replace(lines[1], `"states":`, `"states":1`, 1),
		"its checksum is":                     strings.Replace(lines[1], `"crc"`, `"sum"`, 1),
		`verdict "fine"`:                      sealed(lines[1], `"safe"`, `"fine"`),
		"with 0 violations":                   sealed(lines[1], `"safe"`, `"unsafe"`),
		"no limit was hit":                    sealed(lines[1], `"safe"`, `"incomplete"`),
		"-5 states":                           sealed(lines[1], `"states":`, `"states":-5,"x":`),
		`design "put=never": want "upstream"`: lines[2],
		`a violation "lost" of `:              sealed(lines[1], `"safe"`, `"unsafe","violations":[{"scenario":"entry/pte-pte","kind":"lost","depth":1}]`),
	} {
		write(t, dir, []byte(lines[0]+line+lines[2]))
		records, damaged, _, err := s.Read(dir, anyOptions)
		both := len(records) == 2 && records[0].Verdict == Incomplete && records[1].Verdict == Safe
		if err != nil || !both && (len(records) != 0 || line != lines[2]) {
			t.Errorf("%s: %+v, %v", says, records, err)
		}
		if len(damaged) != 1 || damaged[0].Line != 2 || !strings.Contains(damaged[0].Error(), says) {
			t.Errorf("%v, want %s", damaged, says)
		}
		if again := string(finish(t, s, dir, anyOptions)); again != want {
			t.Errorf("%s: gone on with, it is %q, want %q", says, again, want)
		}
	}
}

func TestVerifyFindsAnotherModel(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never")
	dir := t.TempDir()
	finish(t, s, dir, anyOptions)
	l, err := s.Open(dir, anyOptions, results.Resume)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := s.Verify(t.Context(), l, anyOptions); err != nil {
		t.Error(err)
	}
	for i, line := range []string{File + ":2", File + ":3"} {
		l.Records[i].States++
		if err := s.Verify(t.Context(), l, anyOptions); err == nil || !strings.Contains(err.Error(), line+": cannot resume: the model") {
			t.Errorf("%v, want %s", err, line)
		}
		l.Records[i].States--
	}
	l.Records = nil
	if err := s.Verify(t.Context(), l, anyOptions); err != nil {
		t.Error(err)
	}
}

// TestFaultAtEveryCall: wherever a search of a space goes wrong, what it has is whole, and
// gone on with it is what it is without a fault.
func TestFaultAtEveryCall(t *testing.T) {
	s := small(t, "pte-pte", "put=next,never")
	want := string(finish(t, s, t.TempDir(), anyOptions))
	dir := ""
	var records []*Record
	if err := s.Run(t.Context(), 0, anyOptions, func(_ int, r *Record) error { records = append(records, r); return nil }); err != nil {
		t.Fatal(err)
	}
	faulty.Every(t, func(on store.FS) error {
		dir = t.TempDir()
		o := anyOptions
		o.On = on
		l, err := s.Open(dir, o, results.Fresh)
		if err != nil {
			return err
		}
		for _, r := range records {
			if err = l.Append(r); err != nil {
				break
			}
		}
		return errors.Join(err, l.Close())
	}, func(t *testing.T, err error) {
		if again := string(finish(t, s, dir, anyOptions)); again != want {
			t.Errorf("gone on with, it is %q, want %q", again, want)
		}
	})
}
