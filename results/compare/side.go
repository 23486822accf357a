package compare

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/internal/distinct"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/machine"
)

// Side is one of two sets of results that are compared.
type Side struct {
	// Name is the folder or file that it was read from.
	Name string
	results.Chosen
	// Manifest is of the folder; nil where there is none that can be read, for
	// which NoManifest is the reason.
	Manifest   *results.Manifest
	NoManifest error
	// left is how many cases of its plan have no record yet.
	left int
}

// ReadSide reads what a filter chooses of a folder of results, or of a file of records,
// and the manifest beside it.
func ReadSide(name string, f results.Filter) (*Side, error) {
	chosen, err := results.ReadChosen(name, f, func(r *results.Record) { r.Waits, r.Pileups = nil, nil }) // which are not compared
	if err != nil {
		return nil, err
	}
	if chosen.Of == 0 {
		return nil, fmt.Errorf("%s: no record in it", name)
	}
	dir := name
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		dir = ""
		if base := filepath.Base(name); base == results.RunsFile || base == results.PackedRuns {
			dir = filepath.Dir(name)
		}
	}
	s := &Side{Name: name, Chosen: *chosen, NoManifest: fs.ErrNotExist}
	if dir != "" {
		s.Manifest, s.NoManifest = results.ReadManifest(dir)
	}
	if s.Manifest != nil {
		s.left = len(s.Manifest.Has) - chosen.Of
	}
	return s, nil
}

// Sides are two that are held against each other, case by case.
type Sides struct {
	base, now *Side
	all       []twin
}

// Between puts the cases of two sides together.
func Between(base, now *Side) *Sides {
	return &Sides{base, now, pairs(base.Records, now.Records)}
}

// Match says whether the sides can be compared: why not, and what is to be kept
// in mind if they are.
func (s *Sides) Match() (refusals, cautions []string) {
	m := match{a: s.base, b: s.now}
	m.machines()
	m.profiles()
	m.windows(s.all)
	m.manifests()
	for _, side := range []*Side{m.a, m.b} {
		for _, sentence := range results.DidNotFinish(side.Records) {
			m.caution("in %s %s", side.Name, sentence)
		}
	}
	return m.refusals, m.cautions.All()
}

// match is where two sides differ.
type match struct {
	a, b     *Side
	refusals []string
	cautions distinct.List[string]
}

func (m *match) refuse(format string, args ...any) {
	m.refusals = append(m.refusals, fmt.Sprintf(format, args...))
}

func (m *match) caution(format string, args ...any) {
	m.cautions.At(fmt.Sprintf(format, args...))
}

// machines wants the same machine below all figures of the live engine: of both
// sides, and within each.
func (m *match) machines() {
	var first *results.Record
	of := ""
	for _, s := range []*Side{m.a, m.b} {
		for _, r := range s.Records {
			switch {
			case r.Engine == "sim":
				continue
			case first == nil:
				first, of = r, s.Name
				continue
			}
			if d := first.Machine.Comparable(r.Machine); len(d) != 0 {
				m.refuse("live figures of %s and %s are of machines that differ in %s; run both on one", of, s.Name, strings.Join(d, ", "))
				return
			}
		}
		for _, r := range s.Records {
			if r.Engine != "sim" {
				for _, w := range r.Machine.Warnings() {
					m.caution("%s: %s", s.Name, w)
				}
			}
		}
	}
	if first != nil {
		m.caution("live figures are goroutines, not kernel, and two runs at two times differ by what else the machine did; go by the counts")
	}
}

// profiles wants simulations of both sides to have prices in common.
func (m *match) profiles() {
	a, b := profiles(m.a.Records), profiles(m.b.Records)
	if len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(p string) bool { return slices.Contains(b, p) }) {
		return
	}
	m.refuse("cost profile %s in %s, %s in %s; run both with one profile", strings.Join(a, ", "), m.a.Name, strings.Join(b, ", "), m.b.Name)
}

func profiles(records []*results.Record) []string {
	var names distinct.List[string]
	for _, r := range records {
		if r.Engine == "sim" {
			names.At(r.Profile)
		}
	}
	return names.All()
}

// windows looks for cases that were measured otherwise.
func (m *match) windows(all []twin) {
	for _, p := range all {
		if p.a == nil || p.b == nil {
			continue
		}
		if p.a.Hold != p.b.Hold || p.a.Loop != p.b.Loop {
			m.refuse("%s: %s loop and hold=%s in %s, %s loop and hold=%s in %s; run both alike", p.a.Group().Where(), p.a.Loop, p.a.Hold, m.a.Name, p.b.Loop, p.b.Hold, m.b.Name)
		}
		if p.a.Window != p.b.Window {
			m.caution("windows of %s against %s: tails and longest waits grow with the window",
				results.FormatValue(float64(p.a.Window), "ns"), results.FormatValue(float64(p.b.Window), "ns"))
		}
		if p.a.Engine == "sim" && !p.a.Exact && p.a.Seed == p.b.Seed && len(p.a.Samples) != len(p.b.Samples) {
			m.caution("%d windows against %d: simulations are not compared seed by seed, so smaller changes are missed", len(p.a.Samples), len(p.b.Samples))
		}
		if p.a.Engine == "sim" && !p.a.Exact && p.a.Seed != p.b.Seed {
			m.caution("other seeds: simulations are not compared seed by seed, so smaller changes are missed")
		}
	}
}

// manifests wants names to mean the same on both sides.
func (m *match) manifests() {
	for _, s := range []*Side{m.a, m.b} {
		switch {
		case errors.Is(s.NoManifest, fs.ErrNotExist):
			m.caution("%s has no %s: whether its profile and patterns are the other's is not known", s.Name, results.PlanFile)
		case s.NoManifest != nil:
			m.caution("whether the profile and patterns of %s are the other's is not known: %v", s.Name, s.NoManifest)
		case s.Manifest == nil:
		case s.left > 0:
			m.caution("%s lacks %d of the %d cases of its plan: run it again, resumed", s.Name, s.left, len(s.Manifest.Has))
		}
	}
	a, b := m.a.Manifest, m.b.Manifest
	if a == nil || b == nil {
		return
	}
	// How a profile or a pattern is written down changes with the program: only
	// of one version does a digest tell for sure that it is another.
	differ := m.refuse
	more := "run one of them again"
	if a.Version != b.Version || unsure(a.Version) {
		differ, more = m.caution, "or versions write it down otherwise; a change may be due to that"
	}
	if names := changed(a.Machines(), b.Machines()); len(names) != 0 {
		differ("the cost profile %s, or the machine around it, is another in %s than in %s; %s", phrase.Few(names), m.a.Name, m.b.Name, more)
	}
	patterns := slices.DeleteFunc(changed(a.Patterns, b.Patterns), func(name string) bool { return !m.a.has(name) || !m.b.has(name) })
	if len(patterns) != 0 {
		differ("pattern %s: of another content in %s than in %s; %s", phrase.Few(patterns), m.a.Name, m.b.Name, more)
	}
	if names := changed(a.Strategies, b.Strategies); len(names) != 0 {
		m.caution("strategy %s: of another content in %s than in %s, or versions write it down otherwise", phrase.Few(names), m.a.Name, m.b.Name)
	}
	for _, s := range []struct {
		name string
		*results.Manifest
	}{{m.a.Name, a}, {m.b.Name, b}} {
		switch {
		case s.Version == machine.Unknown:
			m.caution("the version that made %s is unknown, as it was built outside of its repository: a change may be the program's", s.name)
		case unsure(s.Version):
			m.caution("the version that made %s, %s, has changes that are not committed: a change may be the program's", s.name, s.Version)
		}
	}
	for _, f := range []struct{ what, a, b string }{
		{"version", a.Version, b.Version}, {"Go", a.Go, b.Go}, {"architecture", a.Arch, b.Arch},
	} {
		if f.a != f.b {
			m.caution("%s %s against %s: a change may be the program's", f.what, f.a, f.b)
		}
	}
}

// unsure reports whether a version does not tell one program from another: it is
// unknown, or has changes that are not committed.
func unsure(version string) bool {
	return version == machine.Unknown || strings.HasSuffix(version, "+")
}

// has reports whether there are records of a pattern.
func (s *Side) has(pattern string) bool {
	return slices.ContainsFunc(s.Records, func(r *results.Record) bool { return r.Pattern == pattern })
}

// changed returns the names that both have with another content.
func changed(a, b []results.Content) (names []string) {
	for _, c := range a {
		if slices.ContainsFunc(b, func(o results.Content) bool { return o.Name == c.Name && o.Digest != c.Digest }) {
			names = append(names, c.Name)
		}
	}
	return names
}
