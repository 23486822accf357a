package results

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"daxwait/internal/bounded"
	"daxwait/results/store"
)

// Integrity is what was found when a folder of results was read back.
type Integrity struct {
	Dir string `json:"dir"`
	// Records are whole, Unsealed of them of before there were checksums.
	Records  int `json:"records"`
	Unsealed int `json:"unsealed"`
	// Cases is how many the plan has here; 0 if it is not known.
	Cases int `json:"cases"`
	// Wrong is what is damaged or does not belong together; Missing what is not there,
	// and no damage.
	Wrong   []string `json:"wrong,omitempty"`
	Missing []string `json:"missing,omitempty"`
	// digest is of the records: see [OfRecords].
	digest string
}

func (i *Integrity) wrong(format string, args ...any) {
	i.Wrong = append(i.Wrong, fmt.Sprintf(format, args...))
}

func (i *Integrity) missing(format string, args ...any) {
	i.Missing = append(i.Missing, fmt.Sprintf(format, args...))
}

// Verify reads a folder of results back: each record by its checksum and by what a
// record can be, the plan by its digest, and the text for benchstat by the records that it
// follows from. Of each record it keeps the key by which a case that stands twice is
// found, which is 20 bytes and the room of a map.
func Verify(dir string) (*Integrity, error) {
	i := &Integrity{Dir: dir}
	m, err := ReadManifest(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		i.missing("%s: of which plan the records are is not known", PlanFile)
	case err != nil:
		i.wrong("%v", err)
	}
	var of *planDigest
	if m != nil {
		if of, err = m.begin(); err != nil {
			return nil, err
		}
	}
	if err := i.records(Each(dir), m, of); err != nil {
		return nil, err
	}
	if m != nil {
		i.plan(m, of)
	}
	return i, nil
}

// records reads all records, and compares the text that follows from them. Their heads go
// to the digest of the plan, if there is one.
func (i *Integrity) records(each iter.Seq2[*Record, error], m *Manifest, of *planDigest) error {
	text := &following{name: filepath.Join(i.Dir, BenchFile)}
	if f, err := bounded.Open(text.name); err == nil {
		defer f.Close()
		text.in = f
	} else if exists(filepath.Join(i.Dir, RunsFile)) { // of records that are kept it may be left out
		i.missing("%s, which follows from the records", BenchFile)
	}
	sums := sha256.New()
	n := 0
	for r, err := range each {
		n++
		var d *Damage
		if errors.As(err, &d) {
			if d.Cut {
				i.missing("%v", d)
			} else {
				i.wrong("%v", d)
				text.in = nil // it has more, then
			}
			continue
		}
		if err != nil {
			return err
		}
		i.Records++
		if r.Schema == unsealedSchema {
			i.Unsealed++
		}
		if m != nil && r.Engine != m.Engine {
			i.wrong("record %d: engine %s, and the plan's is %s", n, r.Engine, m.Engine)
		}
		if err := text.follows(r); err != nil {
			i.wrong("%s: %v", BenchFile, err)
			text.in = nil
		}
		if err := addTo(sums, r); err != nil {
			return err
		}
		if m != nil {
			if err := of.add(r); err != nil {
				return err
			}
		}
	}
	if more, err := text.rest(); err != nil {
		i.wrong("%s: %v", BenchFile, err)
	} else if more {
		i.wrong("%s has more than the records", BenchFile)
	}
	i.digest = hex.EncodeToString(sums.Sum(nil))
	return nil
}

// plan holds the records against the manifest.
func (i *Integrity) plan(m *Manifest, of *planDigest) {
	i.Cases = len(m.Has)
	switch {
	case i.Records < i.Cases:
		i.missing("%d of the %d cases of the plan: the same run, resumed, makes them", i.Cases-i.Records, i.Cases)
	case i.Records > i.Cases:
		i.wrong("%d records of %d cases", i.Records, i.Cases)
	case m.told() != "":
		if of.sum() != m.told() {
			i.wrong("the records are not those of the plan %.12s, or not in its order", m.Plan)
		}
	}
}

// following is a text that follows from records.
type following struct {
	name  string
	in    io.Reader // nil: there is none, or it does not
	begun bool
}

// follows reads the text of a record, and says if it is another.
func (f *following) follows(r *Record) error {
	if f.in == nil {
		return nil
	}
	want, err := benchText([]*Record{r})
	if err != nil {
		return err
	}
	if f.begun {
		want = bytes.TrimPrefix(want, []byte(benchUnits()))
	}
	f.begun = true
	got := make([]byte, len(want))
	n, err := io.ReadFull(f.in, got)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	if !bytes.Equal(got[:n], want) {
		return fmt.Errorf("it does not follow from the record of %s", r.Name())
	}
	return nil
}

// rest reports whether there is more.
func (f *following) rest() (bool, error) {
	if f.in == nil {
		return false, nil
	}
	n, err := io.Copy(io.Discard, f.in)
	return n != 0, err
}

// addTo adds a record to a digest.
func addTo(sums hash.Hash, r *Record) error {
	line, err := encoded(r)
	if err == nil {
		_, err = sums.Write(line)
	}
	return err
}

// DrawnFile says of which records the charts in a folder were drawn.
const DrawnFile = "drawn.json"

// Drawn is what it says: the digest and number of the records, and the digest of each
// file by its name.
type Drawn struct {
	Records string    `json:"records"`
	Count   int       `json:"count"`
	Files   []Content `json:"files"`
}

// OfRecords returns the digest of records.
func OfRecords(records []*Record) (string, error) {
	sums := sha256.New()
	for _, r := range records {
		if err := addTo(sums, r); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sums.Sum(nil)), nil
}

// File is it, in a folder.
func (d *Drawn) File(dir string) store.Whole {
	return store.Object(filepath.Join(dir, DrawnFile), d)
}

// Charts holds the charts in a folder against what they were drawn of.
func (i *Integrity) Charts(dir string) {
	name := filepath.Join(dir, DrawnFile)
	data, err := bounded.ReadFile(name, bounded.Limit{Bytes: bounded.MiB, Of: "what charts were drawn of"})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		i.wrong("%v", err)
		return
	}
	if err != nil {
		i.missing("%s: of what charts were drawn is not known", name)
		return
	}
	data = bytes.TrimSpace(data)
	var d Drawn
	if sealed, err := store.Unseal(data); err != nil || !sealed {
		i.wrong("%s: %v", name, store.ErrRotten)
		return
	}
	if err := json.Unmarshal(data, &d); err != nil {
		i.wrong("%s: %v", name, err)
		return
	}
	if d.Records != i.digest {
		i.wrong("%s: the charts were drawn of other records (%d; here are %d)", dir, d.Count, i.Records)
	}
	for _, f := range d.Files {
		if strings.ContainsAny(f.Name, `/\`) {
			i.wrong("%s: %q is no name of a chart", name, f.Name)
			continue
		}
		data, err := bounded.ReadFile(filepath.Join(dir, f.Name), bounded.Limit{Bytes: 256 * bounded.MiB, Of: "a chart"})
		if err != nil {
			i.wrong("%v", err)
			continue
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.Digest {
			i.wrong("%s was changed since it was drawn", filepath.Join(dir, f.Name))
		}
	}
}
