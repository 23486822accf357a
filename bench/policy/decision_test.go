package policy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"daxwait/bench/policy"
	"daxwait/daxcore"
)

// other returns a policy with no field as upstream has it. The conversions do
// not compile once a policy has another field: it needs a decision then, too.
func other() daxcore.Policy {
	return daxcore.Policy(struct {
		Lookup    daxcore.Lookup
		PMDMeets  daxcore.PMDMeets
		Key       daxcore.KeyRule
		Wait      [3]daxcore.Queueing
		OnUnlock  daxcore.Wake
		OnRemoval daxcore.Wake
		OnRefusal daxcore.Wake `json:",omitzero"`
		OnDown    daxcore.Wake
		Put       daxcore.Put
		Resleep   daxcore.Resleep
		Rules     daxcore.Rules
	}{1, 1, 1, [3]daxcore.Queueing{1, 1, 1}, 1, 1, 1, 1, 1, 1, daxcore.Rules(struct {
		PMDOff      bool
		ExactInsert bool
		Holes       daxcore.Holes
		Scan        daxcore.Scan
		Writeback   daxcore.Writeback
		PageRetry   daxcore.PageRetry
		PageRCU     daxcore.PageRCU
		Cookie      daxcore.Cookie
	}{true, true, 1, 1, 1, 1, 1, 1})})
}

func TestDecisionsCoverThePolicy(t *testing.T) {
	p := other()
	for _, d := range policy.Decisions() {
		if d.Get(p) == 0 {
			t.Errorf("%s says that it is upstream's", d.Key)
		}
		p = d.With(p, 0)
	}
	if p != (daxcore.Policy{}) {
		t.Errorf("with all decided as upstream does, there remains %+v", p)
	}
}

// TestWhatIsNotDecidedIsNotHashed: plans hold digests of policies, and one that
// leaves a refusal to the removal is what it was before there was that choice.
func TestWhatIsNotDecidedIsNotHashed(t *testing.T) {
	for refusal, want := range map[daxcore.Wake]bool{daxcore.WakeDefault: false, daxcore.WakeNext: true} {
		text, err := json.Marshal(daxcore.Policy{OnRemoval: daxcore.WakeNext, OnRefusal: refusal})
		if err != nil || strings.Contains(string(text), "OnRefusal") != want {
			t.Errorf("%v: %s, %v", refusal, text, err)
		}
	}
}

func TestDecisionsAreIndependent(t *testing.T) {
	for _, p := range []daxcore.Policy{{}, other()} {
		for _, d := range policy.Decisions() {
			if len(d.Values) < 2 || d.About == "" {
				t.Errorf("%s: values %v, about %q", d.Key, d.Values, d.About)
			}
			for i, word := range d.Values {
				q, r := d.With(p, i), p
				if d.Get(q) != i || d.With(q, d.Get(p)) != p {
					t.Errorf("%s=%s changes more or less than that: %+v", d.Key, word, q)
				}
				if err := policy.Set(&r, d.Key+"="+word); err != nil || r != q {
					t.Errorf("Set(%s=%s): %+v, %v", d.Key, word, r, err)
				}
			}
		}
	}
}

func TestDescribeIsWhatSetTakes(t *testing.T) {
	var p daxcore.Policy
	if got := policy.Describe(p); got != "upstream" {
		t.Errorf("upstream is described as %q", got)
	}
	for word := range strings.FieldsSeq(policy.Describe(other())) {
		if err := policy.Set(&p, word); err != nil {
			t.Error(err)
		}
	}
	if p != other() {
		t.Errorf("Describe and Set make %+v", p)
	}
	if got := policy.Describe(daxcore.Policy{Key: 9}); got != "key=9" {
		t.Errorf("a value with no name is described as %q", got)
	}
}

func TestSetRefuses(t *testing.T) {
	for assignment, want := range map[string]string{
		"":          "want key=value",
		"key":       `"key" is no decision`,
		"kye=base":  `there is no decision "kye" (did you mean "key"?)`,
		"name=mine": "there is no decision",
		"key=Base":  `key cannot be "Base" (did you mean "base"?); it can be kernel, base, found`,
		"key=":      "it can be kernel",
	} {
		p := daxcore.Policy{Key: daxcore.KeyFound}
		if err := policy.Set(&p, assignment); err == nil || !strings.Contains(err.Error(), want) || p.Key != daxcore.KeyFound {
			t.Errorf("%q: %v, want %s; key is %v", assignment, err, want, p.Key)
		}
	}
	var p daxcore.Policy
	if err := policy.Set(&p, " put = never "); err != nil || p.Put != daxcore.PutNever {
		t.Errorf("spaces: %+v, %v", p, err)
	}
}
