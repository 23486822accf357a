package results_test

import (
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

func TestFilter(t *testing.T) {
	hung := made.Simulated("lost", []int64{0}, []int64{0})
	hung.Samples[0].Hung = true
	changed := made.Simulated("exclusive+put=never", made.Ten(1, 0), made.Ten(1, 0))
	records := []*results.Record{made.Simulated("a", made.Ten(1, 0), made.Ten(1, 0)), made.Record("q", "b", made.Ten(1, 0), made.Ten(1, 0)), hung, changed}
	for query, want := range map[string]string{
		"":                                  "a b lost exclusive+put=never",
		"*":                                 "a b lost exclusive+put=never",
		"/strategy:a":                       "a",
		"-/strategy:a":                      "b lost exclusive+put=never",
		"/strategy:(a OR lost)":             "a lost",
		"/pattern:q":                        "b",
		"/engine:sim /strategy:/^e/":        "exclusive+put=never",
		"/tasks:8":                          "a b lost exclusive+put=never",
		"/tasks:9":                          "",
		"kernel:6.1":                        "b",
		"profile:default":                   "a lost exclusive+put=never",
		"/strategy:\"exclusive+put=never\"": "exclusive+put=never",
		".unit:ops/s":                       "a b exclusive+put=never",
	} {
		f, err := results.ParseFilter(query)
		if err != nil {
			t.Error(err)
			continue
		}
		chosen, err := f.Records(records)
		var names []string
		for _, r := range chosen {
			names = append(names, r.Strategy)
		}
		if got := strings.Join(names, " "); got != want || err != nil {
			t.Errorf("%q chooses %q, want %q (%v)", query, got, want, err)
		}
	}
	if _, err := results.ParseFilter("/pattern:("); err == nil || !strings.Contains(err.Error(), "/pattern:(") || !strings.Contains(err.Error(), "benchproc/syntax") {
		t.Errorf("a bad one: %v", err)
	}
}
