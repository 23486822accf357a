package answers

import (
	"slices"
	"strings"
	"testing"

	"daxwait/results"
)

// kept are the claims of some evidence that were there before.
func kept(before, after *Evidence) (same []Claim) {
	was := claims(before)
	for _, c := range claims(after) {
		if !c.Missing && slices.ContainsFunc(was, func(o Claim) bool { return o.Text == c.Text }) {
			same = append(same, c)
		}
	}
	return same
}

// about reports whether a claim has a fact of a kind, or any if there is none.
func about(c Claim, kinds ...string) bool {
	return slices.ContainsFunc(c.Facts, func(f Fact) bool { return slices.Contains(kinds, f.What) })
}

// measured are the facts that are made of records, decided those of verdicts.
func measured() []string {
	return []string{"loss", "gain", "change", "least ratio", "latency", "spread", "first loss", "least", "most", "stopped", "on the lock", "pile-ups", "pile-ups with ps"}
}

func decided() []string {
	return []string{"violation", "steps", "scenarios", "unsafe ways", "ways", "what is not safe", "scenarios with a deadlock"}
}

// TestSentencesFollowRecords makes each design twice as quick as it was, where
// it is: no sentence with a number that is made of its records stays.
func TestSentencesFollowRecords(t *testing.T) {
	for _, design := range evidence().designs() {
		e := evidence()
		for _, s := range e.Sources {
			for _, r := range s.Records {
				if r.Strategy != design {
					continue
				}
				for i := range r.Samples {
					r.Samples[i].Ops *= 2
					r.Samples[i].Counts.Woken *= 3
					r.Samples[i].LatencyMean /= 2
				}
				for i := range r.Pileups {
					for k := range r.Pileups[i].Stops {
						r.Pileups[i].Stops[k].NS *= 3
					}
				}
			}
		}
		if len(kept(evidence(), e)) == len(claims(e)) {
			t.Errorf("twice as much of %s changes no sentence", design)
		}
		for _, c := range kept(evidence(), e) {
			if of := design == "exclusive" && about(c, "latency"); about(c, measured()...) && (of || slices.ContainsFunc(c.Facts, func(f Fact) bool { return f.What == "design" && f.Text == design })) {
				t.Errorf("%s is twice as quick, and still: %s", design, c.Text)
			}
		}
	}
}

// TestSentencesFollowSwaps gives two designs each other's records.
func TestSentencesFollowSwaps(t *testing.T) {
	for _, swap := range [][2]string{{"merged", "perindex"}, {"perindex", "perindex+pmd-meets-pte=wait-at-entry"}, {"exclusive", "linux-5.12"}, {"exclusive", "exclusive+page-retry=compare-pfn"}, {"exclusive", "nopmd"}} {
		e := evidence()
		for _, s := range e.Sources {
			for _, r := range s.Records {
				if at := slices.Index(swap[:], r.Strategy); at >= 0 {
					r.Strategy = swap[1-at]
				}
			}
		}
		for _, c := range kept(evidence(), e) {
			if about(c, "loss", "gain", "change") && strings.Contains(c.Text, swap[0]+" against "+swap[1]) {
				t.Errorf("%v swapped, and still: %s", swap, c.Text)
			}
		}
	}
}

// TestSentencesFollowSources takes a source away: no sentence stays that names
// what is in it alone.
func TestSentencesFollowSources(t *testing.T) {
	for i, s := range evidence().Sources {
		e := evidence()
		e.Sources = slices.Delete(e.Sources, i, i+1)
		for _, r := range s.Records {
			stem, _, _ := strings.Cut(r.Pattern, "-")
			for _, c := range claims(e) {
				for _, f := range c.Facts {
					if f.What != "scenario" && (strings.Contains(f.Text, r.Pattern) || f.What == "pattern" && f.Text == stem) {
						t.Errorf("without %s, and still: %s", s.Name, c.Text)
					}
				}
			}
		}
	}
}

// TestSentencesFollowVerdicts turns all verdicts of a design, which change each
// sentence that says what it violates or that it is proved.
func TestSentencesFollowVerdicts(t *testing.T) {
	for _, design := range evidence().checked() {
		e := evidence()
		for _, v := range e.Verdicts {
			if v.Strategy != design {
				continue
			}
			if v.Verdict == results.Proved {
				v.Verdict, v.Kind, v.Depth = results.Violation, "livelock", 3
			} else {
				v.Verdict, v.Kind, v.Depth, v.Schedule = results.Proved, "", 0, ""
			}
		}
		e.Schedules = nil
		for _, c := range kept(evidence(), e) {
			names := slices.ContainsFunc(c.Facts, func(f Fact) bool {
				return f.What == "verdict of "+design || f.Text == design && !about(c, measured()...) && !strings.HasPrefix(f.What, "verdict of ")
			})
			if names && about(c, decided()...) {
				t.Errorf("the verdicts of %s are turned, and still: %s", design, c.Text)
			}
		}
		for i, of := range [][]string{2: {"exclusive", "linux-5.12", "wake-if-absent", "wake-both"}, 3: {"exclusive", "exclusive+page-retry=relock", "exclusive+page-rcu=none", "exclusive+cookie=locked"}, 5: {"exclusive"}} {
			if slices.Contains(of, design) && Answers(e)[i].Claims[0].Text == Answers(evidence())[i].Claims[0].Text {
				t.Errorf("the verdicts of %s are turned, and still: %s", design, Answers(e)[i].Claims[0].Text)
			}
		}
	}
}
