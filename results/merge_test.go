package results

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/results/store"
)

// shards returns a plan of cases in parts: case c is in shard c%n+1.
func shards(t *testing.T, cases, n int) []*Part {
	t.Helper()
	var heads []*Record
	for c := range cases {
		heads = append(heads, &Record{Schema: Schema, Engine: "sim", Pattern: "p", Strategy: fmt.Sprintf("s%d", c), Tasks: 8, Profile: "default", Hold: "run", Loop: "closed", Seed: 1, Window: 1e6})
	}
	var parts []*Part
	for s := range n {
		m := &Manifest{Windows: 1, Machine: &Content{"default", "d"}, Patterns: []Content{{"p", "e"}}, Shard: s + 1, Of: n, Has: []int{}}
		if err := m.Describe(heads); err != nil {
			t.Fatal(err)
		}
		p := &Part{Dir: fmt.Sprintf("dir%d", s+1), Manifest: m}
		for c := s; c < cases; c += n {
			r := *heads[c]
			r.Samples = []Sample{{Seconds: 1, Ops: int64(c)}}
			m.Has, p.Records = append(m.Has, c), append(p.Records, &r)
		}
		parts = append(parts, p)
	}
	return parts
}

func TestMergeIsInOrder(t *testing.T) {
	parts := shards(t, 7, 9) // two have nothing
	slices.Reverse(parts)
	m, records, err := Merge(parts)
	if err != nil || len(records) != 7 || m.Shard != 1 || m.Of != 1 || m.Validate() != nil {
		t.Fatalf("%d records, %+v, %v", len(records), m, err)
	}
	for c, r := range records {
		if r.Samples[0].Ops != int64(c) || m.Has[c] != c {
			t.Errorf("case %d in place %d", r.Samples[0].Ops, c)
		}
	}
	if parts[0].Manifest.Of != 9 {
		t.Error("merging changes what it was given")
	}
}

// TestMergeOfAProduct: shards of a plan that nobody listed are held against the heads that
// each of them has, and so is what they make together.
func TestMergeOfAProduct(t *testing.T) {
	made := func() []*Part {
		parts := shards(t, 7, 3)
		for _, p := range parts {
			p.Manifest.Product = "x"
			if err := p.Manifest.DescribeProduct(p.Records[:1], p.Records); err != nil {
				t.Fatal(err)
			}
		}
		return parts
	}
	m, records, err := Merge(made())
	if err != nil || len(records) != 7 || m.Validate() != nil {
		t.Fatalf("%d records, %+v, %v", len(records), m, err)
	}
	verified := func(m *Manifest, records []*Record) *Integrity {
		dir := t.TempDir()
		l, _, err := Begin(nil, dir, m, Force)
		if err == nil {
			err = errors.Join(l.All(records), l.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		i, err := Verify(dir)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	one := made()[1]
	for _, c := range []struct {
		m       *Manifest
		records []*Record
	}{{m, records}, {one.Manifest, one.Records}} {
		if i := verified(c.m, c.records); len(i.Wrong)+len(i.Missing) != 0 {
			t.Errorf("%v, %v", i.Wrong, i.Missing)
		}
		c.records[1].Tasks++
		if i := verified(c.m, c.records); len(i.Wrong) != 1 || !strings.Contains(i.Wrong[0], "not those of the plan") {
			t.Errorf("a record of another case: %v", i.Wrong)
		}
	}
	parts := made()
	parts[2].Records[0].Tasks++
	if _, _, err := Merge(parts); err == nil || !strings.Contains(err.Error(), "dir3: the records are not those of shard 3/3") {
		t.Error(err)
	}
	parts = made()
	parts[0].Manifest.Heads = ""
	if err := parts[0].Manifest.Validate(); err == nil || !strings.Contains(err.Error(), "product and heads") {
		t.Error(err)
	}
}

func TestMergeRefuses(t *testing.T) {
	for _, c := range []struct {
		says       string
		unfinished bool
		spoil      func(p []*Part) []*Part
	}{
		{"of 8 shards there is none of 2,5-7: run them", true, func(p []*Part) []*Part { return []*Part{p[0], p[2], p[3], p[7]} }},
		{"of 8 shards there is none of 1-3,8", true, func(p []*Part) []*Part { return p[3:7] }},
		{"dir2, shard 2/8, has 1 of its 2 cases: run it again; of 8 shards there is none of 8", true, func(p []*Part) []*Part {
			p[1].Records = p[1].Records[:1]
			return p[:7]
		}},
		{"dir2 and other are both shard 2/8", false, func(p []*Part) []*Part {
			again := *p[1]
			again.Dir = "other"
			return append(p, &again)
		}},
		{"dir1 is one of 8 shards, dir3 one of 9", false, func(p []*Part) []*Part {
			p[2].Manifest.Of = 9
			return p
		}},
		{"dir1 and dir4 do not belong together: version ", false, func(p []*Part) []*Part {
			p[3].Manifest.Version = "0123456789ab"
			return p
		}},
		{" against 0123456789ab; Go ", false, func(p []*Part) []*Part {
			p[3].Manifest.Version, p[3].Manifest.Go = "0123456789ab", "go1.0"
			return p
		}},
		{"architecture ", false, func(p []*Part) []*Part {
			p[3].Manifest.Arch = "s390x"
			return p
		}},
		{"profile default against mine", false, func(p []*Part) []*Part {
			p[3].Manifest.Machine = &Content{"mine", "d"}
			return p
		}},
		{"profile default has another content", false, func(p []*Part) []*Part {
			p[3].Manifest.Machine = &Content{"default", "f"}
			return p
		}},
		{"pattern p has another content", false, func(p []*Part) []*Part {
			p[3].Manifest.Patterns = []Content{{"p", "f"}}
			return p
		}},
		{"seed 1 against 2", false, func(p []*Part) []*Part {
			p[3].Manifest.Seed = 2
			return p
		}},
		{"or which of the values go together", false, func(p []*Part) []*Part {
			p[3].Manifest.Plan = "f"
			return p
		}},
		{"dir1 is of the live engine", false, func(p []*Part) []*Part {
			for _, part := range p {
				part.Manifest.Engine = "live"
			}
			return p
		}},
		{"dir3 has 2 records of 1 cases", false, func(p []*Part) []*Part {
			p[2].Manifest.Has = p[2].Manifest.Has[:1]
			return p
		}},
		{"dir2: case 0 is in another shard", false, func(p []*Part) []*Part {
			p[1].Manifest.Has = p[0].Manifest.Has
			return p
		}},
		{"the shards have 14 cases of a plan of 15", false, func(p []*Part) []*Part {
			p[1].Manifest.Has, p[1].Records = p[1].Manifest.Has[:1], p[1].Records[:1]
			return p
		}},
		{"the records are not those of the plan", false, func(p []*Part) []*Part {
			slices.Reverse(p[1].Records)
			return p
		}},
		{"the records are not those of the plan", false, func(p []*Part) []*Part {
			p[4].Records[0].Tasks++
			return p
		}},
	} {
		_, records, err := Merge(c.spoil(shards(t, 15, 8)))
		if err == nil || records != nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v, want %q", err, c.says)
		}
		var u *Unfinished
		if errors.As(err, &u) != c.unfinished {
			t.Errorf("%v: unfinished is not %v", err, c.unfinished)
		}
	}
}

func TestManifestIsReadBack(t *testing.T) {
	dir := t.TempDir()
	m := shards(t, 5, 2)[1].Manifest
	if err := m.Write(nil, dir); err != nil {
		t.Fatal(err)
	}
	back, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := back.Differs(m); d != nil || back.Shard != 2 || back.Of != 2 || !slices.Equal(back.Has, []int{1, 3}) {
		t.Errorf("%v, %+v", d, back)
	}
	// Results that begin anew are of no plan yet.
	log, _, err := Begin(nil, dir, nil, Force)
	if err != nil {
		t.Fatal(err)
	}
	_ = log.Close()
	if left, _ := filepath.Glob(dir + "/plan*"); left != nil {
		t.Errorf("%v is left", left)
	}
}

func TestDamagedManifests(t *testing.T) {
	good := `{"schema":1,"plan":"a","version":"b","engine":"sim","cases":4,"shard":1,"of":2,"has":[0,2]}`
	if _, err := ReadManifestFrom(strings.NewReader(good), "x"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, says string }{
		{good, "", "x: not a manifest"},
		{"}", "", "x: not a manifest"},
		{`"schema":1`, `"schema":2`, "its checksum is missing"},
		{`"shard":1`, `"shard":2,"shard":1`, "shard is there twice"},
		{"[0,2]", "0", "x: not a manifest"},
		{`"schema":1`, `"schema":7`, "schema 7, this program reads 2"},
		{`"plan":"a"`, `"plan":""`, "no plan"},
		{`"shard":1`, `"shard":3`, "shard 3 of 2"},
		{`"shard":1`, `"shard":0`, "shard 0 of 2"},
		{`"of":2`, `"of":1000000000000`, "at most 100000"},
		{`"of":2`, `"of":1`, "in one piece with 2 of its 4"},
		{`"cases":4`, `"cases":-4`, "-4 cases"},
		{`[0,2]`, `[0,4]`, "case 4 in place 1"},
		{`[0,2]`, `[2,0]`, "case 0 in place 1"},
		{`[0,2]`, `[-1]`, "case -1 in place 0"},
	} {
		if _, err := ReadManifestFrom(strings.NewReader(strings.Replace(good, c.from, c.to, 1)), "x"); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s for %s: %v, want %q", c.to, c.from, err, c.says)
		}
	}
	if _, err := ReadPart(t.TempDir()); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// FuzzManifest: what is read is valid, is the same when written and read again,
// and can be given to Merge without harm.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"schema":1,"plan":"a","version":"b","engine":"sim","cases":4,"shard":1,"of":2,"has":[0,2]}`))
	f.Add([]byte(`{"schema":1,"plan":"a","version":"b","engine":"sim","machine":{"name":"m"},"patterns":[{"name":"p"}],"axes":["tasks=8"],"cases":0,"shard":1,"of":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadManifestFrom(bytes.NewReader(data), "fuzz")
		if err != nil {
			return
		}
		once, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadManifestFrom(bytes.NewReader(store.Seal(once)), "again")
		if err != nil {
			t.Fatal(err)
		}
		if twice, _ := json.Marshal(again); !bytes.Equal(once, twice) || m.Differs(again) != nil {
			t.Errorf("%s\n%s", once, twice)
		}
		_, _, _ = Merge([]*Part{{Dir: "a", Manifest: m}})
	})
}
