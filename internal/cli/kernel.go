package cli

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"daxwait/daxcore/daxtest"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// hangPage is where somebody whose machine hangs goes on.
const hangPage = "docs/hang.md: from where a task sleeps, and its kernel, to what is known"

// function is a part of the kernel as stacks show it.
type function struct {
	names []string
	says  string
	// scenarios are about it: who loses in one of them may hang there.
	scenarios []string
}

// functions returns those that a hung task may be seen in.
func functions() []function {
	return []function{
		{[]string{"dax_lock_page", "dax_lock_mapping_entry", "dax_lock_folio"},
			"Lock-by-page, which a handler of memory failures does: dax_lock_mapping_entry in 4.19, dax_lock_page from 4.20 on, dax_lock_folio by 6.12. Here it is the operation L(INDEX), and the decisions wait-page, page-retry, page-rcu and cookie are about it; docs/q4.md. Faults beside it may be lost where it is not.",
			[]string{"page-lock", "page-lock-truncate", "page-lock-evict", "page-lock-evict-awake", "page-locks-evict", "page-lock-remapped", "page-lock-split", "page-lock-tail"}},
		{[]string{"wait_entry_unlocked"},
			"The wait of lock-by-page since 4.20-rc6, non-exclusive since 4.20, which uses nothing of the file after the sleep. Here it is the decisions wait-page and page-retry; docs/q4.md.",
			[]string{"page-lock", "page-lock-truncate", "page-locks-evict"}},
		{[]string{"get_unlocked_entry", "get_unlocked_mapping_entry"},
			"The look-up of an entry, which sleeps while the entry is locked: here the decisions lookup, key, pmd-meets-pte and wait. Who stands here waits for the entry lock; who called it says for what: grab_mapping_entry for a fault, an invalidation, a scan.",
			[]string{"pmd-meets-pte", "pmds-meet-pte", "invalidations", "invalidations-only", "invalidations-of-pmd", "one-invalidation", "key-migration"}},
		{[]string{"grab_mapping_entry", "dax_iomap_pmd_fault", "dax_iomap_pte_fault"},
			"A fault on its way to its locked entry: here the operations F(ORDER,INDEX) and P(INDEX,r or w). The decision pmd-meets-pte says what a PMD fault does that meets a PTE entry.",
			[]string{"pmd-meets-pte", "pmds-meet-pte", "pmd-meets-far-pte", "downgrade", "downgrade-late-pmd", "key-migration"}},
		{[]string{"dax_layout_busy_page", "dax_layout_busy_page_range", "dax_break_layout"},
			"The scan for pinned pages, before blocks are freed: here the operation S(FROM,TO) and the decision scan. Up to 6.14 it waits for no locked entry since 4.20, so it cannot sleep for one. A sleep for a page to become idle is another, and not in the model.",
			[]string{"scan", "scan-of-pmd", "scan-of-pinned"}},
		{[]string{"invalidate_inode_pages2", "invalidate_inode_pages2_range", "dax_delete_mapping_entry", "dax_invalidate_mapping_entry_sync", "__dax_invalidate_mapping_entry"},
			"The removal of an entry by an invalidation, truncation or punch: here the operations I(INDEX), R(FROM,TO), T(INDEX) and U(FROM,TO). The decision wake-on-removal says whom it wakes.",
			[]string{"invalidations", "invalidations-only", "invalidations-of-pmd", "one-invalidation", "range-invalidation", "key-migration"}},
		{[]string{"dax_writeback_mapping_range", "dax_writeback_one"},
			"Write-back, of fsync: here the operation W(FROM,TO) and the decision writeback. Since 4.20 it passes locked entries by, and so cannot sleep for one; docs/upstream.md.",
			[]string{"writeback", "writebacks"}},
		{[]string{"mmap_lock", "mmap_sem"},
			"What a fault holds for shared use while it sleeps (mmap_sem before it was renamed). Who maps queues behind it, and all else behind that, ps among them: look for the one task that holds it and sleeps in fs/dax. Here it is a world with an address space; docs/q5.md.",
			[]string{"pile-up", "pile-up-vma-locks"}},
	}
}

// functionNames are those of all functions.
func functionNames() (names []string) {
	for _, f := range functions() {
		names = append(names, f.names...)
	}
	return names
}

// losers returns the designs of kernels that are expected to lose in one of the
// scenarios, which the checker holds them to, and those that are proved in all.
func losers(scenarios []string) (lose, hold []string) {
	var of []*daxtest.Scenario
	for _, s := range daxtest.Scenarios() {
		if slices.Contains(scenarios, path.Base(s.Name)) {
			of = append(of, s)
		}
	}
	for _, k := range strategies.Kernels() {
		if slices.Contains(lose, k.Strategy) || slices.Contains(hold, k.Strategy) {
			continue
		}
		if slices.ContainsFunc(of, func(s *daxtest.Scenario) bool { return len(s.Expected(k.Strategy)) != 0 }) {
			lose = append(lose, k.Strategy)
		} else {
			hold = append(hold, k.Strategy)
		}
	}
	return lose, hold
}

func explainFunction(w io.Writer, name string) bool {
	for _, f := range functions() {
		i := slices.IndexFunc(f.names, func(n string) bool { return strings.EqualFold(n, name) })
		if i < 0 {
			continue
		}
		kind := "a kernel function"
		if strings.HasPrefix(f.names[i], "mmap_") {
			kind = "a kernel lock"
		}
		fmt.Fprintf(w, "%s, %s\n%s\n", f.names[i], kind, phrase.Wrap(f.says, 78))
		lose, hold := losers(f.scenarios)
		explainRow(w, "lose", strings.Join(lose, ", "))
		explainRow(w, "proved", strings.Join(hold, ", "))
		explainRow(w, "try", "daxwait check --scenario "+strings.Join(f.scenarios, ","))
		explainRow(w, "see", "daxwait explain VERSION, such as 5.2; "+hangPage)
		return true
	}
	return false
}

// explainRow writes a label and what stands behind it, unless that is nothing.
func explainRow(w io.Writer, label, text string) {
	if text != "" {
		fmt.Fprintf(w, "%-8s %s\n", label, strings.ReplaceAll(phrase.Wrap(text, 69), "\n", "\n         "))
	}
}

// explainKernel says which design a version of Linux has.
func explainKernel(w io.Writer, name string) bool {
	bare := strings.TrimSpace(strings.TrimLeft(strings.TrimPrefix(strings.ToLower(name), "linux"), "- v"))
	k, before, ok := strategies.KernelOf(bare)
	switch {
	case ok:
		fmt.Fprintf(w, "%s, a kernel: %s of the catalogue, as %s\n", bare, k.Strategy, lasting(k.From, before))
		fmt.Fprintln(w, phrase.Wrap(k.Note+" Stable releases and distributions carry repairs back: what decides is whether the commit is in.", 78))
		explainRow(w, "hang", hangPage)
		fmt.Fprintln(w)
		return explainStrategy(w, k.Strategy)
	case before != "":
		fmt.Fprintf(w, "%s, a kernel\n%s\n", bare, phrase.Wrap("It is older than entry locks, which came with "+before+" (ac401cc78242): no task of it sleeps for one.", 78))
		return true
	}
	return false
}

func lasting(from, before string) string {
	if before == "" {
		return "from " + from + " on"
	}
	return "from " + from + " to before " + before
}

func explainHang(w io.Writer, name string) bool {
	if !slices.Contains(hangWords(), strings.ToLower(name)) {
		return false
	}
	fmt.Fprintf(w, "%s\n%s\n", strings.ToLower(name), phrase.Wrap("A task in D state in fs/dax waits for an entry lock. If somebody holds that, the holder is what to look at; if nobody does, the wakeup was lost. Which kernels lose one, by the scenarios that the checker searches:", 78))
	columns := [][]string{{"kernel from", "strategy", "loses"}}
	for _, k := range strategies.Kernels() {
		lost := 0
		for _, s := range slices.DeleteFunc(daxtest.Scenarios(), (*daxtest.Scenario).Hopeless) {
			if len(s.Expected(k.Strategy)) != 0 {
				lost++
			}
		}
		says := "nothing known"
		if lost != 0 {
			says = fmt.Sprintf("in %s", phrase.CountOf(lost, "scenario", "scenarios"))
		}
		columns = append(columns, []string{k.From, k.Strategy, says})
	}
	for _, c := range columns {
		fmt.Fprintf(w, "  %-12s %-15s %s\n", c[0], c[1], c[2])
	}
	explainRow(w, "try", "daxwait explain VERSION; daxwait explain FUNCTION, such as dax_lock_page; daxwait check --strategy STRATEGY")
	explainRow(w, "see", hangPage)
	return true
}

func hangWords() []string { return []string{"hang", "hung task"} }
