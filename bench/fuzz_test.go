package bench

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"daxwait/bench/pattern"
	"daxwait/strategies"
)

// FuzzSweep: what --set takes has values, no two of them equal, and can be tried on
// a case.
func FuzzSweep(f *testing.F) {
	for _, seed := range []string{"tasks=8", "pmd=0,50%,100", "hold=1us,10us", "tasks=8,8", "tasks=0x8", "load=nan", "rate=inf,-inf", "hold=-1ns", "tasks=1e308", "=", "tasks=", "ta\x1bsks=1", "hold=9223372036854775807ns"} {
		f.Add(seed)
	}
	patterns, err := pattern.Find("pte-same")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSweep(text)
		if err != nil {
			return
		}
		if s.Axis == nil || len(s.Values) == 0 {
			t.Fatalf("%q is %v", text, s)
		}
		for i, v := range s.Values {
			for _, o := range s.Values[:i] {
				if v == o {
					t.Errorf("%q has %v twice", text, v)
				}
			}
			c := Case{Pattern: patterns[0], Strategy: strategies.Compared()[0], Tasks: 8, Sim: &Sim{}}
			if err := s.Axis.set(&c, v); err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
				t.Errorf("%q sets %v", text, v)
			}
		}
	})
}

// FuzzEnvironment: whatever the variables are, there is a shard that exists, or an
// error that names a variable.
func FuzzEnvironment(f *testing.F) {
	f.Add("3", "0", "7", "8", "1", "", "")
	f.Add("3", "1", "9", "5", "2", "", "5")
	f.Add("", "", "", "", "", "3", "4")
	f.Add("", "", "", "", "", "4", "4")
	f.Add("9223372036854775807", "-9223372036854775808", "1", "2", "9223372036854775807", "", "")
	f.Add("0", "0", "0", "4611686018427387905", "4", "", "")
	f.Add("1\n", "1", "1", "1", "", "", "")
	f.Add("1", "1", "", "1", "0", "0x1", "1e3")
	f.Fuzz(func(t *testing.T, task, first, last, count, step, index, pods string) {
		e := Environment(func(name string) string {
			return map[string]string{arrayTask: task, arrayMin: first, arrayMax: last, arrayCount: count, arrayStep: step, podIndex: index, podCount: pods}[name]
		})
		s, _, err := e.Shard()
		switch {
		case err == nil && (s.Index < 1 || s.Index > s.Of || s.Of > mostShards):
			t.Errorf("shard %v", s)
		case err != nil && !strings.Contains(err.Error(), "SLURM_") && !strings.Contains(err.Error(), "JOB_") && !strings.Contains(err.Error(), "DAXWAIT_"):
			t.Errorf("%v", err)
		case err != nil && utf8.ValidString(task+index) && strings.Contains(err.Error(), "\n"):
			t.Errorf("%q", err)
		}
	})
}
