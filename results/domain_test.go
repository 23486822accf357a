package results_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"daxwait/results"
)

// possible is a record that has all parts, and can be.
func possible() *results.Record {
	r := fullRecord()
	r.Schema, r.Engine, r.Loop = results.Schema, "sim", "open"
	for i := range r.Samples {
		s := &r.Samples[i]
		s.Roles = []results.RoleOps{{Role: "faults", Ops: s.Ops}}
	}
	r.Pileups = []results.Pileup{{Tasks: 2, Stops: []results.Stop{{Task: 0, Role: "a", On: "entry", Lost: true, Behind: -1, NS: 5}, {Task: 1, Role: "a", On: "entry", Behind: 0, NS: 6}}, Going: []string{"reader"}}}
	return r
}

// TestDomain: each field that a record has is refused, by its name and value, where it
// cannot be.
func TestDomain(t *testing.T) {
	if err := possible().Validate(); err != nil {
		t.Fatal(err)
	}
	first := func(change func(s *results.Sample)) func(*results.Record) {
		return func(r *results.Record) { change(&r.Samples[0]) }
	}
	counts := map[string]func(c *results.Counts) *int64{
		"waits": func(c *results.Counts) *int64 { return &c.Waits }, "sleeps": func(c *results.Counts) *int64 { return &c.Sleeps },
		"resleeps": func(c *results.Counts) *int64 { return &c.Resleeps }, "wakes": func(c *results.Counts) *int64 { return &c.Wakes },
		"woken": func(c *results.Counts) *int64 { return &c.Woken }, "foreign": func(c *results.Counts) *int64 { return &c.Foreign },
		"locks": func(c *results.Counts) *int64 { return &c.Locks }, "fallbacks": func(c *results.Counts) *int64 { return &c.Fallbacks },
		"skipped": func(c *results.Counts) *int64 { return &c.Skipped }, "removed": func(c *results.Counts) *int64 { return &c.Removed },
		"refused": func(c *results.Counts) *int64 { return &c.Refused }, "downgrades": func(c *results.Counts) *int64 { return &c.Downgrades },
		"sem_sleeps": func(c *results.Counts) *int64 { return &c.SemSleeps }, "violations": func(c *results.Counts) *int64 { return &c.Violations },
		"unpaid": func(c *results.Counts) *int64 { return &c.Unpaid },
	}
	for name, of := range counts {
		r := possible()
		*of(&r.Samples[0].Counts) = -1
		if err := r.Validate(); err == nil || !strings.Contains(err.Error(), "sample 0: "+name+" is -1") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for says, change := range map[string]func(*results.Record){
		"schema 9": func(r *results.Record) { r.Schema = 9 },
		`engine "quantum": want one of sim, live, kernel`: func(r *results.Record) { r.Engine = "quantum" },
		"no engine":               func(r *results.Record) { r.Engine = "" },
		`pattern "a/b"`:           func(r *results.Record) { r.Pattern = "a/b" },
		`strategy "\x1b[31m"`:     func(r *results.Record) { r.Strategy = "\x1b[31m" },
		"at most 4096 bytes":      func(r *results.Record) { r.Strategy = strings.Repeat("x", 1<<20) },
		"tasks is 0":              func(r *results.Record) { r.Tasks = 0 },
		"vcpus is -2":             func(r *results.Record) { r.VCPUs = -2 },
		"rate is -1":              func(r *results.Record) { r.Rate = -1 },
		"capacity is NaN":         func(r *results.Record) { r.Capacity = math.NaN() },
		"window_ns is -5 ns":      func(r *results.Record) { r.Window = -5 },
		`vmachine "a/b" has`:      func(r *results.Record) { r.VMachine = "a/b" },
		`vmachine "\x1b[31m"`:     func(r *results.Record) { r.VMachine = "\x1b[31m" },
		`hold "perhaps"`:          func(r *results.Record) { r.Hold = "perhaps" },
		`loop "round"`:            func(r *results.Record) { r.Loop = "round" },
		"hold is +Inf":            func(r *results.Record) { r.Set[0].Value = math.Inf(1) },
		`axis "a\nb"`:             func(r *results.Record) { r.Set[0].Axis = "a\nb" },
		`role "\a"`:               first(func(s *results.Sample) { s.Roles[0].Role = "\a" }),
		"seconds is 1e+308":       first(func(s *results.Sample) { s.Seconds = 1e308 }),
		"seconds is -1":           first(func(s *results.Sample) { s.Seconds = -1 }),
		"ops is -1":               first(func(s *results.Sample) { s.Ops = -1 }),
		"operations in 0 seconds": first(func(s *results.Sample) { s.Seconds = 0 }),
		"wait_mean_ns is NaN":     first(func(s *results.Sample) { s.WaitMean = math.NaN() }),
		"percentiles of the wait falls from 9 ns to 8":    first(func(s *results.Sample) { s.WaitP50, s.WaitP99 = 9, 8 }),
		"percentiles of the latency falls from 9 ns to 8": first(func(s *results.Sample) { s.LatencyP50, s.LatencyP99 = 9, 8 }),
		"latency_mean_ns is 9":                            first(func(s *results.Sample) { s.LatencyMean = 9 }),
		"jain is 7":                                       first(func(s *results.Sample) { s.Jain = 7 }),
		"gini is -0.5":                                    first(func(s *results.Sample) { s.Gini = -0.5 }),
		"operations by role of":                           first(func(s *results.Sample) { s.Roles[0].Ops++ }),
		"5 begun of 4 offered":                            first(func(s *results.Sample) { s.Open.Begun = 5 }),
		"4 finished of 3 begun":                           first(func(s *results.Sample) { s.Open.Finished = 4 }),
		"left_over is -1":                                 first(func(s *results.Sample) { s.Open.LeftOver = -1 }),
		"unseen is -1":                                    first(func(s *results.Sample) { s.Unseen = -1 }),
		"6 hung rounds of 5 rounds":                       first(func(s *results.Sample) { s.HungRounds = 6 }),
		"contention barged is -1":                         first(func(s *results.Sample) { s.Contention.Barged = -1 }),
		"1 locks past waiters of 0 locks":                 first(func(s *results.Sample) { s.Contention.Barged = 1 }),
		"ns stalled of 0 waited":                          first(func(s *results.Sample) { s.Contention.StallNS = 1 }),
		"hand_off_mean_ns is +Inf":                        first(func(s *results.Sample) { s.Contention.HandOffNS = math.Inf(1) }),
		"9 owners in 1 laps":                              first(func(s *results.Sample) { s.Contention.Laps, s.Contention.Distinct = 1, 9 }),
		"waits is -1":                                     func(r *results.Record) { r.Waits[0].Count = -1 },
		"waits of 10 ns behind those of 10":               func(r *results.Record) { r.Waits = append(r.Waits, r.Waits[0]) },
		"a stop of task 2 behind task -1, of 2":           func(r *results.Record) { r.Pileups[0].Stops[0].Task = 2 },
		"a stop at 4 ns behind one at 5":                  func(r *results.Record) { r.Pileups[0].Stops[1].NS = 4 },
		"a control character in":                          func(r *results.Record) { r.Hangs[0] = "\x1b]0;" },
		"load is -1":                                      func(r *results.Record) { r.Machine.Load = -1 },
		"machine \"\\x00\"":                               func(r *results.Record) { r.Machine.CPU = "\x00" },
	} {
		r := possible()
		change(r)
		if err := r.Validate(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %q", err, says)
		}
	}
}

// FuzzRecord: a line that is read can be written and read again, and its figures can be
// computed with.
func FuzzRecord(f *testing.F) {
	r := possible()
	r.Samples = r.Samples[:1]
	line, err := json.Marshal(r)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(strings.Replace(string(line), `"schema":3`, `"schema":2`, 1)))
	f.Fuzz(func(t *testing.T, line []byte) {
		records, _, err := results.ReadFrom(strings.NewReader(string(line)), "fuzz")
		if err != nil {
			return
		}
		for _, r := range records {
			for _, m := range results.Metrics() {
				for _, v := range r.Values(m) {
					if math.IsNaN(v) || v < 0 {
						t.Errorf("%s is %v", m.Name, v)
					}
				}
			}
			if err := results.WriteBench(&strings.Builder{}, r); err != nil {
				t.Error(err)
			}
		}
	})
}
