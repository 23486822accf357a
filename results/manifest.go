package results

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"daxwait/internal/distinct"
	"daxwait/results/machine"
)

// ManifestSchema is the version of Manifest's JSON form. Readers refuse later ones.
const ManifestSchema = 2

// unsealedManifest is the last version without a checksum, which is still read.
const unsealedManifest = 1

// MostShards is how many shards a plan can have.
const MostShards = 100_000

// Manifest says of which plan the records in a folder are, and which of its
// cases they are. It is there before the first of them: a folder whose run was
// interrupted has fewer records than its manifest has cases.
type Manifest struct {
	Schema int `json:"schema"`
	// Plan is the digest of all that the records depend on but the program: of
	// what follows from Engine to Cases, and of the records' heads in order.
	Plan string `json:"plan"`
	// Version is the revision that the program was built from, or "unknown".
	Version string `json:"version"`
	// Go and Arch, with the level of its instructions (amd64/v1), are what
	// compiled it and for what: floating point may depend on both.
	Go   string `json:"go"`
	Arch string `json:"arch"`

	Engine string `json:"engine"`
	// Machine is the simulated one, by the name of its cost profile.
	Machine    *Content  `json:"machine,omitempty"`
	Patterns   []Content `json:"patterns"`
	Strategies []Content `json:"strategies"`
	// Axes are the values that cases have, such as "tasks=2,8".
	Axes    []string `json:"axes"`
	Seed    uint64   `json:"seed"`
	Windows int      `json:"windows"`
	Window  int64    `json:"window_ns"`
	// Cases is how many the plan has.
	Cases int `json:"cases"`
	// Product is of a plan of more cases than are listed: the digest of the values and
	// places that they are the product of, which Plan is of in place of the heads.
	Product string `json:"product,omitempty"`

	// Has are the indexes of the cases that are here, ascending: shard number
	// Shard, from 1, of Of. A plan in one piece is 1 of 1.
	Shard int   `json:"shard"`
	Of    int   `json:"of"`
	Has   []int `json:"has"`
	// Heads is, of a plan that has a Product, the digest of the heads of what is here.
	Heads string `json:"heads,omitempty"`

	// heads are the records that are to be here, as yet without samples, if the plan was
	// described here.
	heads []*Record
}

// Content is something that has a name, and the digest of what it is.
type Content struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// Digest returns the SHA-256 of a value's JSON form.
func Digest(v any) (string, error) {
	h := sha256.New()
	err := json.NewEncoder(h).Encode(v)
	return hex.EncodeToString(h.Sum(nil)), err
}

// Describe completes the manifest of a plan that this program runs. heads are
// all its records, in order, as yet without samples.
func (m *Manifest) Describe(heads []*Record) (err error) {
	m.Cases = len(heads)
	for _, c := range m.Has {
		if c < len(heads) {
			m.heads = append(m.heads, heads[c])
		}
	}
	m.describe(heads)
	m.Plan, err = m.digest(heads)
	return err
}

// DescribeProduct is Describe of a plan that has Cases and a Product: of heads that have
// each value of each axis, and of those that are here.
func (m *Manifest) DescribeProduct(heads, here []*Record) (err error) {
	m.heads = here
	m.describe(heads)
	if m.Plan, err = m.digest(nil); err == nil {
		m.Heads, err = m.digest(here)
	}
	return err
}

// describe says what made the records, and what they have on axes.
func (m *Manifest) describe(heads []*Record) {
	m.Schema, m.Version, m.Go, m.Arch = ManifestSchema, machine.Commit(), runtime.Version(), arch()
	var chosen distinct.List[[2]string]
	for _, r := range heads {
		m.Engine, m.Seed, m.Window = r.Engine, r.Seed, r.Window
		chosen.Add(r.chosen()...)
	}
	axes, values := distinct.Split(chosen.All(), func(s [2]string) string { return s[0] })
	for i, a := range axes {
		var on []string
		for _, v := range values[i] {
			on = append(on, v[1])
		}
		m.Axes = append(m.Axes, a+"="+strings.Join(on, ","))
	}
}

// told is the digest that records in order must have, and of which they are all; empty if
// it is not known.
func (m *Manifest) told() string {
	switch {
	case m.Product != "":
		return m.Heads
	case m.Of == 1:
		return m.Plan
	}
	return ""
}

// chosen are the axes on which a record lies, each with its value.
func (r *Record) chosen() [][2]string {
	all := [][2]string{{"tasks", strconv.Itoa(r.Tasks)}}
	if r.VCPUs != 0 {
		all = append(all, [2]string{"cpus", strconv.Itoa(r.VCPUs)})
	}
	if r.Rate != 0 {
		all = append(all, [2]string{"rate", FormatValue(r.Rate, "")})
	}
	for _, s := range r.Set {
		all = append(all, [2]string{s.Axis, FormatValue(s.Value, s.Unit)})
	}
	if r.Variant != "" {
		all = append(all, [2]string{"variant", r.Variant})
	}
	return all
}

// digest returns the digest of a plan whose records, all of them in order, have
// these heads.
func (m *Manifest) digest(records []*Record) (string, error) {
	d, err := m.begin()
	if err != nil {
		return "", err
	}
	for _, r := range records {
		if err := d.add(r); err != nil {
			return "", err
		}
	}
	return d.sum(), nil
}

// planDigest is that of a plan, to which the heads of its records are added in order: of
// the JSON of an object that has the plan, and a list of heads.
type planDigest struct {
	sums  hash.Hash
	comma string
}

// begin begins the digest of the plan.
func (m *Manifest) begin() (*planDigest, error) {
	plan := *m
	plan.Schema = unsealedManifest // however it is written down
	plan.Plan, plan.Version, plan.Go, plan.Arch = "", "", "", ""
	plan.Shard, plan.Of, plan.Has, plan.Heads = 0, 0, nil, ""
	d := &planDigest{sums: sha256.New()}
	text, err := json.Marshal(&plan)
	fmt.Fprintf(d.sums, `{"Plan":%s,"Heads":[`, text)
	return d, err
}

// add adds the head of a record: what is known of it before it is run.
func (d *planDigest) add(r *Record) error {
	h := *r
	h.Schema = unsealedSchema
	h.Samples, h.Waits, h.Hangs, h.Warnings, h.Machine, h.Capacity = nil, nil, nil, nil, nil, 0
	h.Pileups, h.LockOrder, h.Broken = nil, nil, nil
	text, err := json.Marshal(&h)
	fmt.Fprintf(d.sums, "%s%s", d.comma, text)
	d.comma = ","
	return err
}

func (d *planDigest) sum() string {
	fmt.Fprint(d.sums, "]}\n")
	return hex.EncodeToString(d.sums.Sum(nil))
}

// arch is what the program was compiled for.
func arch() string {
	a := runtime.GOARCH
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "GO"+strings.ToUpper(a) {
				a += "/" + s.Value
			}
		}
	}
	return a
}

// Differs returns in what another plan, or the program that runs it, is not
// this one. Which cases are here does not count.
func (m *Manifest) Differs(o *Manifest) (differs []string) {
	differs = m.differsInKind(o)
	list := func(what string, a, b []string) { differ(&differs, what, without(a, b), without(b, a)) }
	list("profile", names(m.Machines()), names(o.Machines()))
	list("pattern", names(m.Patterns), names(o.Patterns))
	list("strategy", names(m.Strategies), names(o.Strategies))
	list("values of", m.Axes, o.Axes)
	differ(&differs, "cases", m.Cases, o.Cases)
	if differs == nil && m.Plan != o.Plan {
		differs = []string{"the order of cases, or which of the values go together"}
	}
	return differs
}

// differsInKind is Differs, but for which cases there are: what keeps a case of one plan
// from being one of the other.
func (m *Manifest) differsInKind(o *Manifest) (differs []string) {
	differ(&differs, "version", m.Version, o.Version)
	differ(&differs, "Go", m.Go, o.Go)
	differ(&differs, "architecture", m.Arch, o.Arch)
	differ(&differs, "engine", m.Engine, o.Engine)
	for _, c := range []struct {
		what string
		a, b []Content
	}{{"profile", m.Machines(), o.Machines()}, {"pattern", m.Patterns, o.Patterns}, {"strategy", m.Strategies, o.Strategies}} {
		for _, x := range c.a {
			if slices.Contains(names(c.b), x.Name) && !slices.Contains(c.b, x) {
				differs = append(differs, fmt.Sprintf("%s %s has another content", c.what, x.Name))
			}
		}
	}
	differ(&differs, "seed", m.Seed, o.Seed)
	differ(&differs, "windows", m.Windows, o.Windows)
	differ(&differs, "window", FormatValue(float64(m.Window), "ns"), FormatValue(float64(o.Window), "ns"))
	return differs
}

// differ adds what differs, if it does.
func differ[T comparable](differs *[]string, what string, a, b T) {
	if a != b {
		*differs = append(*differs, fmt.Sprintf("%s %v against %v", what, a, b))
	}
}

func (m *Manifest) Machines() []Content {
	if m.Machine == nil {
		return nil
	}
	return []Content{*m.Machine}
}

func names(all []Content) (names []string) {
	for _, c := range all {
		names = append(names, c.Name)
	}
	return names
}

// without lists what of a is not in b.
func without(a, b []string) string {
	rest := slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
	if len(rest) == 0 {
		return "none"
	}
	return strings.Join(rest, " ")
}
