package results

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzFilter: what --filter takes chooses of the records that there are, and all of
// them or none, as it chooses by names.
func FuzzFilter(f *testing.F) {
	for _, seed := range []string{"", "*", "/pattern:pte-same", "-/strategy:exclusive", "/pattern:(a OR b) AND *", "((((*))))", "/a:\"b", "/pattern:/re(gex/", ".unit:ops/s", "\x1b", "a:b c:d OR", "--*", "/tasks:8 /tasks:9"} {
		f.Add(seed)
	}
	records := []*Record{
		{Schema: Schema, Engine: "sim", Pattern: "pte-same", Strategy: "exclusive", Tasks: 8, VCPUs: 2, Profile: "default", Hold: "run", Loop: "closed", Seed: 1, Window: 1, Samples: []Sample{{Seconds: 1, Ops: 2}}},
		{Schema: Schema, Engine: "sim", Pattern: "mix", Strategy: "merged", Tasks: 16, VCPUs: 2, Profile: "default", Hold: "run", Loop: "closed", Seed: 1, Window: 1, Samples: []Sample{{Seconds: 1, Ops: 2}}},
	}
	f.Fuzz(func(t *testing.T, query string) {
		filter, err := ParseFilter(query)
		if err != nil {
			return
		}
		chosen, err := filter.Records(records)
		if err != nil || len(chosen) > len(records) {
			t.Errorf("%q chooses %d records, %v", query, len(chosen), err)
		}
		if again, err := filter.Records(chosen); err != nil || len(again) != len(chosen) {
			t.Errorf("%q chooses %d of the %d that it chose, %v", query, len(again), len(chosen), err)
		}
	})
}

// FuzzPlanAgainstRecords: a plan and records beside it are what Merge makes one
// folder of, with as many records as the plan has cases, or an error.
func FuzzPlanAgainstRecords(f *testing.F) {
	const plan = `{"schema":1,"plan":"a","version":"b","engine":"sim","machine":{"name":"m"},"patterns":[{"name":"p"}],"cases":1,"shard":1,"of":1,"has":[0]}`
	const record = `{"schema":1,"engine":"sim","pattern":"p","strategy":"s","tasks":1,"vcpus":1,"profile":"m","hold":"run","loop":"closed","seed":1,"window":1,"samples":[{"seconds":1,"ops":1}]}`
	f.Add([]byte(plan), []byte(record+"\n"))
	f.Add([]byte(plan), []byte(record))
	f.Add([]byte(plan), []byte(record+"\n"+record+"\n"))
	f.Add([]byte(`{"schema":1,"plan":"a","version":"b","engine":"sim","cases":2,"shard":1,"of":1,"has":[1,0]}`), []byte(record+"\n"+record[:40]))
	f.Add([]byte(`{"schema":1,"cases":-1,"of":0,"has":[-1]}`), []byte("\n\n"))
	f.Add([]byte(`{"schema":1,"plan":"a","version":"b","engine":"sim","cases":9999999999,"shard":1,"of":1}`), []byte("{}\n"))
	f.Fuzz(func(t *testing.T, plan, records []byte) {
		dir := t.TempDir()
		for name, data := range map[string][]byte{PlanFile: plan, RunsFile: records} {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		p, err := ReadPart(dir)
		if err != nil {
			return
		}
		whole, merged, err := Merge([]*Part{p})
		if err != nil {
			return
		}
		if len(merged) != whole.Cases || bytes.Count(records, []byte("\n")) < whole.Cases {
			t.Errorf("%d records of %d cases", len(merged), whole.Cases)
		}
	})
}
