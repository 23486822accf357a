package plots

import (
	"bytes"
	"strings"
	"testing"

	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
)

// broken has a design not finish every other case, the first among them.
func broken(records []*results.Record, name string) []*results.Record {
	n := 0
	for _, r := range records {
		if r.Strategy != name {
			continue
		}
		if n++; n%2 == 1 {
			r.Samples, r.Waits, r.Hangs = nil, nil, nil
			r.Broken = &results.Broken{Outcome: "panicked", Reason: "panic", Text: "panicked: oh"}
		}
	}
	return records
}

// swept has four numbers of tasks, on so many CPUs each.
func swept(cpus ...int) (records []*results.Record) {
	for _, n := range cpus {
		for _, tasks := range []int{2, 4, 8, 16} {
			for _, r := range synthetic(someStrategies()[:3], []string{"pte-same"}, 10) {
				r.Engine, r.Profile, r.Tasks, r.VCPUs = "sim", "default", tasks, n
				records = append(records, r)
			}
		}
	}
	return records
}

// TestUnfinished: where a design did not finish, each chart of records that has the place
// says so, with a line of legend, and no chart of other records has either.
func TestUnfinished(t *testing.T) {
	plain := func() []*results.Record {
		return synthetic(someStrategies()[:3], []string{"pte-same", "pte-groups", "pmd-rounds"}, 10)
	}
	const legend = "the design did not finish"
	for _, c := range []struct {
		name    string
		records []*results.Record
		signs   string // where it stands
	}{
		{"none", plain(), ""},
		{"some", broken(plain(), "merged"), "counts hangs survival heatmap-ops heatmap-p99-wait heatmap-sleeps"},
		{"a sweep", broken(swept(2), "merged"), "curves-tasks"},
		{"two", broken(swept(2, 4), "merged"), "regimes-ops regimes-p99-wait regimes-wakeups"},
	} {
		met := map[string]bool{}
		for _, f := range Figures(c.records, Options{}) {
			met[f.Name] = true
			var b bytes.Buffer
			if err := f.WriteSVG(&b); err != nil {
				t.Fatal(err)
			}
			inktest.Parse(t, f.Name, b.String())
			says := b.String()
			wants := strings.Contains(" "+c.signs+" ", " "+f.Name+" ")
			if strings.Contains(says, legend) != wants || strings.Count(says, unfinishedSign) > 1 != wants {
				t.Errorf("%s: %s has the sign %v, and the legend %v; want %v", c.name, f.Name, strings.Contains(says, unfinishedSign), strings.Contains(says, legend), wants)
			}
			if wants && c.name == "some" && !strings.Contains(says, "panicked") {
				t.Errorf("%s does not say how", f.Name)
			}
		}
		for name := range strings.FieldsSeq(c.signs) {
			if !met[name] {
				t.Errorf("%s: there is no chart %s", c.name, name)
			}
		}
	}
}
