package check_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// oracle is the table of history: what each past kernel, upstream and each patch
// of the mailing list, a row each (strategies.Strategy.Row), does in workloads of
// one kind, a column each (daxtest.Scenario.Column). S safe, W safe and waits,
// LW lost wakeup, CO corruption, UAF use after free, RE entry replaced, FS false-sharing stall, TH
// herd, FB immediate fallback, SK skipped, - impossible there. Not in the cells
// are: TH in column 7 of whatever has PMD entries, in column 6 of
// what wakes all on removal. Two cells of row D, where lock-by-page waits,
// are inferred from 4.19.0's code: it waited (exclusively) and went on (it took
// xa_lock once more).
const oracle = `
row  1     2        3     4     5     6     7     8     9    10  11
A    S+FS  S        S     W+FS  W+FS  LW    S+TH  S+TH  S    S   SK
A'   S+FS  S        S     W+FS  W+FS  S+TH  S+TH  S+TH  S    S   SK
B    S+TH  S+TH     S+TH  S+FB  S+FB  S+TH  S+TH  S     S    S   SK
C    S     -        -     -     -     S+TH  -     -     -    -   -
D    S     S        S     W     S+FB  LW    S+TH  LW    UAF  LW  S
E    S     S        S     S+FB  S+FB  LW    S+TH  LW    UAF  LW  S
F    S     S        S     W     LW    LW    LW+TH S     S    LW  SK
G    S     S+FB     -     S+FB  S+FB  LW    -     LW    S    -   SK
H    S     S+FB     -     S+FB  S+FB  LW    -     S     S    -   SK
I    S     S        S     S+FB  S+FB  LW    S+TH  S     S    LW  SK
J    S     S        S     S+FB  S+FB  S     S+TH  S     S    LW  SK
K    S     S        S     S+FB  S+FB  S     S+TH  S     S    LW  SK
L    S     S        S     S+FB  S+FB  S+TH  S+TH  S     S    S   SK
M    S     S        S     S+FB  S+FB  S+TH  S+TH  S     S    S   LW+SK
N    S     S        S     S+FB  S+FB  S+TH  S+TH  S     S    S   S
`

// special are scenarios in which a cell does not hold as it stands, and
// why: what * and single rows do instead. T1 to T10 are the shortest losing
// schedules of history, which package daxtest plays.
var special = map[string]string{
	"held-for-another":       "*=S A=LW A'=LW",    // x's holder depends on y's waiter
	"pmd-meets-pte-and-base": "*=S",               // T3: traffic on the base rescues all
	"pmd-meets-far-pte":      "E=CO",              // k >= 64
	"one-invalidation":       "*=S G=LW",          // T8
	"dirty-invalidation":     "*=S G=LW",          // what stays is found by all; a silent put is T8
	"invalidations-of-pmd":   "J=LW G=- H=-",      // T6; there are no PMD entries
	"scan-of-pinned":         "*=S",               // nobody queues behind the scan
	"scan-of-pmd":            "E=RE",              // b6: the unlock of a tail page
	"writebacks":             "*=S",               // no scan
	"writeback":              "*=S G=LW",          // no scan, but an invalidation between faults: T8
	"clear-dirty":            "*=S G=LW",          // the same
	"delete-range":           "*=S",               // removal wakes all, on a key that nobody else waits for
	"late, k>=64":            "E=CO G=- H=-",      // column 7
	"page-lock-truncate":     "G=S",               // others behind an invalidation; here there is none
	"page-lock-evict-awake":  "*=S",               // all are RCU readers at their first look
	"page-locks-evict":       "D=UAF+LW E=UAF+LW", // an eviction is a truncation
	"PTEs alone":             "*=S G=- H=- C=-",   // column 7 of row F: PTE waiters are safe
}

// missing are scenarios of columns whose cells say more than those that ship
// can show.
var missing = []struct {
	name, entries, tasks string
	column               int
}{
	{"at base, beside another page", "", "F(0,B); F(9,B); F(0,B+1); F(0,B+1)", 4},
	{"above base, beside another page", "", "F(0,B+1); F(9,B); F(0,B+2); F(0,B+2)", 5},
	{"late, k>=64", "zero-pmd", "F(0,B+64); F(9,B)", 7},
	{"PTEs alone", "zero-pmd", "F(0,B+1); F(0,B+2); F(0,B+3)", 7},
	{"behind an invalidation", "pte B+1", "F(0,B+1); L(B+1); I(B+1); F(0,B+1)", 8},
}

// oracleScenarios are those of a column.
func oracleScenarios(t *testing.T, shipped []*daxtest.Scenario, column int) (list []*daxtest.Scenario) {
	for _, sc := range shipped {
		if sc.Column == column {
			list = append(list, sc)
		}
	}
	for _, m := range missing {
		if m.column == column {
			sc := scenario(t, m.entries, m.tasks)
			sc.Name, sc.Column = m.name, column
			list = append(list, sc)
		}
	}
	return list
}

// row returns the strategy of a row.
func row(t *testing.T, name string) *strategies.Strategy {
	t.Helper()
	all := strategies.All()
	i := slices.IndexFunc(all, func(s *strategies.Strategy) bool { return s.Row == name })
	if i < 0 {
		t.Fatalf("no strategy is row %s", name)
	}
	return all[i]
}

// cell returns what a scenario does in a row: what is special, or the cell.
func cell(sc *daxtest.Scenario, row, cell string) string {
	words := strings.Fields(special[path.Base(sc.Name)])
	for _, key := range []string{row + "=", "*="} {
		for _, w := range words {
			if what, ok := strings.CutPrefix(w, key); ok && cell != "-" {
				return what
			}
		}
	}
	return cell
}

// forCells calls f for each cell of the table.
func forCells(f func(row string, column int, cell string)) {
	lines := strings.Split(strings.TrimSpace(oracle), "\n")
	for _, line := range lines[1:] {
		fields := strings.Fields(line)
		for i, text := range fields[1:] {
			f(fields[0], i+1, text)
		}
	}
}

// marks are the findings that cells have words for, and the columns in which
// a cell without the word means that it cannot be found. Elsewhere it can be,
// by what the column is not about: a PMD fault that arrives late falls back at
// once in all rows, and downgrades wake all.
var marks = []struct {
	word    string
	finding check.Finding
	not     []int
}{
	{"FS", check.FalseSharing, []int{1, 2, 3, 4, 5, 6, 7, 10}},
	{"TH", check.Herd, []int{1, 2, 3, 6, 7}},
	{"FB", check.ImmediateFallback, []int{1, 2, 3}},
	{"SK", check.Skipped, []int{1, 2, 3, 4, 5, 6, 7, 10, 11}},
}

// TestOracle searches each scenario of a column with each row: it violates what
// the cell says, and all of a column together show the cell's findings, and no
// others.
func TestOracle(t *testing.T) {
	shipped, searches := daxtest.Scenarios(), 0
	forCells(func(name string, column int, text string) {
		s := row(t, name)
		var found check.Finding
		for _, sc := range oracleScenarios(t, shipped, column) {
			r := search(t, sc, s.EntryLock, check.Options{})
			searches++
			// Note: write-back passes locked entries by in row N too.
			if !strings.HasPrefix(path.Base(sc.Name), "writeback") {
				found |= r.Findings
			}
			want, says := []step.Kind(nil), cell(sc, name, text)
			if says == "-" {
				t.Logf("row %s, column %d is impossible in that kernel; made nevertheless, %s finds %v", name, column, sc.Name, losses(r))
				continue
			}
			for _, m := range []struct {
				word string
				kind step.Kind
			}{{"LW", step.LostWakeup}, {"CO", step.PMDOverPTEs}, {"UAF", step.UseAfterFree}, {"RE", step.Replaced}} {
				if strings.Contains(says, m.word) {
					want = append(want, m.kind)
				}
			}
			var got []step.Kind
			for _, v := range r.Violations {
				got = append(got, v.Kind)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("row %s (%s), column %d, %s: %v, want %v", name, s.Name, column, sc.Name, losses(r), want)
			}
		}
		marked(t, name, column, text, found)
	})
	if searches < 15*30 {
		t.Errorf("only %d searches", searches)
	}
}

// marked compares what a column shows in a row with the marks of the cell.
func marked(t *testing.T, name string, column int, text string, found check.Finding) {
	for _, m := range marks {
		says, shows := strings.Contains(text, m.word), found&m.finding != 0
		switch {
		case text == "-":
		case says && !shows:
			t.Errorf("row %s, column %d: no %s", name, column, m.finding.Names()[0])
		case !says && shows && slices.Contains(m.not, column):
			t.Errorf("row %s, column %d: %s", name, column, m.finding.Names()[0])
		}
	}
}

// TestOracleMeetings lets a PMD fault meet a PTE entry that is locked: it
// waits, or it falls back at once.
func TestOracleMeetings(t *testing.T) {
	tasks := map[int]string{4: "F(0,B); F(9,B)", 5: "F(0,B+1); F(9,B)"}
	meet := func(name, entries, tasks string) bool {
		sc := scenario(t, entries, tasks)
		s := daxtest.NewStepper(sc.World(row(t, name).EntryLock), sc.Tasks)
		defer s.Stop()
		if err := s.Play("01"); err != nil {
			t.Fatal(err)
		}
		return s.Status(1) == step.Asleep
	}
	forCells(func(name string, column int, text string) {
		if ops := tasks[column]; ops != "" && text != "-" {
			waits := strings.Contains(text, "W") // LW too: it waits for ever
			if got := meet(name, "", ops); got != waits || waits == strings.Contains(text, "FB") {
				t.Errorf("row %s, column %d: waits %v, want %v", name, column, got, waits)
			}
		}
	})
	// Row E, column 4: a lone entry at index 0 has no node to be taken for.
	if !meet("E", "pte 0", "F(0,0); F(9,0)") {
		t.Error("row E does not wait for a lone entry at index 0")
	}
}

// TestOracleScansMissPins: the page that a scan looks for is the one whose
// entry is locked.
func TestOracleScansMissPins(t *testing.T) {
	forCells(func(name string, column int, text string) {
		if column != 11 || text == "-" {
			return
		}
		found := false
		sc := scenario(t, "pte B+1 pinned", "F(0,B+1); S(B,B+511)")
		sc.Tasks[1][0].Run = func(w *daxcore.World, as task.Task) {
			_, found = w.BusyPage(as, 0, daxtest.B, daxtest.B+511)
		}
		s := daxtest.NewStepper(sc.World(row(t, name).EntryLock), sc.Tasks)
		defer s.Stop()
		if err := s.Play("011"); err != nil { // the scan's first step unmaps
			t.Fatal(err)
		}
		if err := s.Finish(); err != nil || s.Verdict() != nil {
			t.Fatal(err, s.Verdict())
		}
		if misses := strings.Contains(text, "SK"); found == misses {
			t.Errorf("row %s: finds the pin %v", name, found)
		}
	})
}
