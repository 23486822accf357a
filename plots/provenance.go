package plots

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/distinct"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/machine"
)

// provenance is the footer: commit, engine, seeds and machine, and how many of
// the records carry warnings. A text that is given replaces the first three.
func provenance(records []*results.Record, given string) string {
	var commits, engines, machines distinct.List[string]
	var seeds distinct.List[uint64]
	add := func(list *distinct.List[string], s string) {
		if s != "" {
			list.At(s)
		}
	}
	warned := 0
	for _, r := range records {
		if r.Engine == "sim" {
			engine := "sim, cost profile " + r.Profile
			if r.VMachine != "" {
				engine = "sim of " + r.VMachine + ", cost profile " + r.Profile
			}
			add(&engines, engine)
		} else {
			add(&engines, r.Engine)
		}
		for n := range seedsIn(r) {
			seeds.At(r.Seed + n)
		}
		if len(r.Warnings) > 0 {
			warned++
		}
		if m := r.Machine; m != nil {
			add(&commits, m.Commit)
			add(&machines, host(m))
		}
	}
	var parts []string
	if given != "" {
		parts = append(parts, given)
	} else {
		if all := commits.All(); len(all) > 0 {
			parts = append(parts, "commit "+phrase.Few(all))
		}
		if all := engines.All(); len(all) > 0 {
			parts = append(parts, "engine "+phrase.Few(all))
		}
		if all := seeds.All(); len(all) > 0 {
			parts = append(parts, seedSet(all))
		}
	}
	if all := machines.All(); len(all) > 0 {
		parts = append(parts, phrase.Few(all))
	}
	if warned > 0 {
		parts = append(parts, fmt.Sprintf("%d of %d records carry warnings", warned, len(records)))
	}
	return strings.Join(parts, " · ")
}

// seedsIn is how many seeds a record has, from its own: one for each sample of
// a simulation.
func seedsIn(r *results.Record) uint64 {
	if r.Engine == "sim" {
		return uint64(max(1, len(r.Samples)))
	}
	return 1
}

// machine is a fingerprint in a line.
func host(m *machine.Machine) string {
	var parts []string
	known := func(s string) bool { return s != "" && s != "unknown" }
	if known(m.Kernel) {
		parts = append(parts, "Linux "+m.Kernel)
	}
	if known(m.CPU) {
		parts = append(parts, m.CPU)
	}
	if m.CPUs > 0 {
		parts = append(parts, phrase.Count(m.CPUs, "CPU"))
	}
	if m.Virtual {
		parts = append(parts, "virtual")
	}
	if known(m.Go) {
		parts = append(parts, m.Go)
	}
	return strings.Join(parts, ", ")
}

// seedSet describes seeds: as a range if they are one.
func seedSet(seeds []uint64) string {
	slices.Sort(seeds)
	first, last := seeds[0], seeds[len(seeds)-1]
	switch {
	case len(seeds) == 1:
		return fmt.Sprintf("seed %d", first)
	case last-first == uint64(len(seeds)-1):
		return fmt.Sprintf("seeds %d to %d", first, last)
	case len(seeds) > 4:
		return fmt.Sprintf("%d seeds, %d to %d", len(seeds), first, last)
	}
	var s []string
	for _, n := range seeds {
		s = append(s, fmt.Sprint(n))
	}
	return "seeds " + strings.Join(s, ", ")
}

// doubts says what makes times of the records doubtful, for the charts of times.
func doubts(records []*results.Record) string {
	var found distinct.List[string]
	for _, r := range records {
		if r.Engine != "live" || r.Machine == nil || r.Machine.CPUs == 0 {
			continue
		}
		for _, w := range r.Machine.Warnings() {
			cause, _, _ := strings.Cut(w, ":")
			cause, _, _ = strings.Cut(cause, " (")
			found.At(cause)
		}
	}
	return phrase.Few(found.All())
}
