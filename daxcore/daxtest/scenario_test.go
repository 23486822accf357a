package daxtest_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/step"
)

func parse(text string) (*daxtest.Scenario, error) {
	return daxtest.ParseScenario(strings.NewReader(text), "my.txt", "my")
}

const tasksLine = "tasks: F(0,B+1); F(9,B)\n"

// TestScenarioErrors: they name the file and the line, the word that is wrong,
// and what would be right.
func TestScenarioErrors(t *testing.T) {
	for _, c := range []struct{ text, where, word, remedy string }{
		{"\nkey value\n", "my.txt:2: ", `"key value"`, `such as "tasks: F(0,B+1)"`},
		{tasksLine + "colour: red", "my.txt:2: ", `"colour"`, "there are column, entries, tasks"},
		{"expect: linux-5.2\n" + tasksLine, "my.txt:1: ", `"expect"`, "expect KIND"},
		{tasksLine + "\n# once more\ntasks: I(B)", "my.txt:4: ", "second tasks", "line 1 has it"},
		{tasksLine + "entries: pmd\nentries: pte 3", "my.txt:3: ", "second entries", "line 2 has it"},
		{"spurious: 0\nspurious: 1\n" + tasksLine, "my.txt:2: ", "second spurious", "line 1 has it"},
		{tasksLine + "expect lost sleep: x", "my.txt:2: ", `"lost sleep"`, "there are lost wakeup, lock cycle"},
		{tasksLine + "expect none: x", "my.txt:2: ", `"none"`, "there are lost wakeup"},
		{tasksLine + "expect livelock: x\nexpect livelock: y", "my.txt:3: ", `"livelock"`, "twice"},
		{"column: -1", "my.txt:1: ", `"-1"`, "want a number from 0 to 99"},
		{"column: five", "my.txt:1: ", `"five"`, "want a number"},
		{"spurious: 9", "my.txt:1: ", `"9"`, "from 0 to 8"},
		{"alloc-fails: 1000000", "my.txt:1: ", `"1000000"`, "from 0 to 8"},
		{"refusals:", "my.txt:1: ", `""`, "from 0 to 8"},
		{"blocks:", "my.txt:1: ", "blocks", "want such as written"},
		{"blocks: hole", "my.txt:1: ", `"hole"`, "want written or unwritten"},
		{"blocks: written B", "my.txt:1: ", `"written B"`, "FROM TO"},
		{"blocks: written 9999 B", "my.txt:1: ", "9999", "of 2048 pages"},
		{"blocks: written B x", "my.txt:1: ", `"x"`, "want a number, B or B+k"},
		{"blocks: unwritten B+2 B+1", "my.txt:1: ", `"unwritten B+2 B+1"`, "ends before it begins"},
		{"blocks: written\nentries: zero-pte 3\n" + tasksLine, "my.txt:2: ", `"zero-pte 3"`, "blocks say that there is data"},
		{"blocks: written B+511 B+511\nentries: zero-pmd\n" + tasksLine, "my.txt:2: ", `"zero-pmd"`, "blocks say that there is data"},
		{"pte-mappings:", "my.txt:1: ", "pte-mappings", "such as 0, 2"},
		{"pte-mappings: x", "my.txt:1: ", `"x"`, "want a number from 0 to 15"},
		{"pte-mappings: 1\ntasks: P(B,r); F(0,B)", "my.txt:1: ", "task 1 maps nothing", "with a P, Y or access"},
		{"pte-mappings: 0, 9, 2\ntasks: P(B,r); F(0,B)", "my.txt:1: ", "task 9 maps nothing", "name tasks"},
		{tasksLine + "schedule: 0 1 z", "my.txt:2: ", "'z'", "want a task as a digit"},
		{tasksLine + "schedule: 0 x", "my.txt:2: ", `"0 x"`, "nothing follows the x"},
		{tasksLine + "strategy: a\n----\n", "my.txt:3: ", "----", "schedule"},
		{tasksLine + "schedule: 0\n----\n", "my.txt:3: ", "----", "strategy"},
		{"# nothing else\n", "my.txt: ", "no tasks", `such as "tasks: F(0,B+1); F(9,B)"`},
		{"", "my.txt: ", "no tasks", "such as"},
		{"tasks: " + strings.Repeat("I(B); ", 16) + "I(B)", "my.txt:1: ", "17 tasks", "16 at most"},
	} {
		s, err := parse(c.text)
		if err == nil {
			t.Errorf("%q is accepted: %+v", c.text, s)
			continue
		}
		if said := err.Error(); !strings.HasPrefix(said, c.where) || !strings.Contains(said, c.word) || !strings.Contains(said, c.remedy) {
			t.Errorf("%q: says %q; want %q, %q and %q", c.text, said, c.where, c.word, c.remedy)
		}
	}
}

// TestTaskErrors: of the operations of a scenario.
func TestTaskErrors(t *testing.T) {
	for _, c := range []struct{ tasks, word, remedy string }{
		{"", `""`, "want such as F(0,B+1)"},
		{"F(0,B+1);", `""`, "want such as"},
		{"F(0,B+1) then", `"F(0,B+1) then"`, "want such as"},
		{"fault", `"fault"`, "want such as F(0,B+1)"},
		{"Z(B)", `"Z"`, "there are F, G, P, Y, I, R"},
		{"f(0,B)", `"f"`, "there are F, G, P, Y, I, R"},
		{"F(1,B)", "order 1", "want 0 or 9"},
		{"F(B)", "F(B)", "want 2"},
		{"I(B,B+1)", "I(B,B+1)", "want 1"},
		{"P(B,x)", `"x"`, "want r or w"},
		{"P(B)x", `"P(B)x"`, "want such as"},
		{"I(C)", `"C"`, "want a number, B or B+k"},
		{"I(-1)", `"-1"`, "want a number"},
		{"I(2048)", "page 2048", "of 2048 pages"},
		{"I(B+4294967295)", "beyond", "of 2048 pages"},
		{"I(99999999999999999999)", "99999999999999999999", "want a number"},
		{"R(B+2,B+1)", "R(B+2,B+1)", "ends before it begins"},
		{"F(0,B) until 1", "until 1", "want a task from 0 to 0"},
		{"F(0,B) until x; I(B)", "until x", "want a task from 0 to 1"},
		{"F(0,B) until -1; I(B)", "until -1", "from 0 to 1"},
		{"I(B) until 1; I(B)", "I(B) until 1", "only F and L"},
		{"G(1,B)", "order 1", "want 0 or 9"},
		{"E(B)", "E(B)", "want 0"},
		{"F(0,B); E()", "task 0: F(0,B) holds a reference", "put E() behind it"},
		{"I(B) then L(B); L(B) then E()", "task 0: I(B) holds a reference", "put E() behind it"},
		{"L(B); E() then I(B)", "task 1: I(B) uses the file after E()", "put E() behind all but L"},
		{"F(0,B) then E() then E()", "task 0: E() drops a reference that it has dropped", "comes once"},
	} {
		s, err := parse("\ntasks: " + c.tasks)
		if err == nil {
			t.Errorf("%q is accepted: %s", c.tasks, s.TaskText())
			continue
		}
		if said := err.Error(); !strings.HasPrefix(said, "my.txt:2: ") || !strings.Contains(said, c.word) || !strings.Contains(said, c.remedy) {
			t.Errorf("%q: says %q; want my.txt:2, %q and %q", c.tasks, said, c.word, c.remedy)
		}
	}
}

// TestEntryErrors: of the entries that a scenario begins with.
func TestEntryErrors(t *testing.T) {
	for _, c := range []struct{ entries, word, remedy string }{
		{"pud", `"pud"`, "want pmd, zero-pmd"},
		{"pte 3 clean", `"pte 3 clean"`, "want such as"},
		{"dirty", `"dirty"`, "want pmd, zero-pmd"},
		{"pte dirty 3", `"pte dirty 3"`, "want such as"},
		{"pte x", `"x"`, "want a number, B or B+k"},
		{"pte 2048", "page 2048", "of 2048 pages"},
		{"pmd B+1", `"pmd B+1"`, "begins at a multiple of 512"},
		{"pmd, pte B+3", `"pte B+3"`, "there is an entry already"},
		{"pte B+3, pmd", `"pmd"`, "there is an entry already"},
		{"pte B+64, pmd", `"pmd"`, "there is an entry already"}, // a plain load does not see it
		{"pte 3, pte 3", `"pte 3"`, "there is an entry already"},
		{"zero-pmd pinned", `"zero-pmd pinned"`, "no page frame to pin"},
		{"zero-pte 3 chosen", `"zero-pte 3 chosen"`, "nothing to write back"},
		{"empty-pmd dirty pinned", `"empty-pmd dirty pinned"`, "no page frame to pin"},
		{"zero-pte 3 pinned", `"zero-pte 3 pinned"`, "no page frame to pin"},
	} {
		s, err := parse(tasksLine + "entries: " + c.entries)
		if err == nil {
			t.Errorf("%q is accepted: %+v", c.entries, s)
			continue
		}
		if said := err.Error(); !strings.HasPrefix(said, "my.txt:2: ") || !strings.Contains(said, c.word) || !strings.Contains(said, c.remedy) {
			t.Errorf("%q: says %q; want my.txt:2, %q and %q", c.entries, said, c.word, c.remedy)
		}
	}
}

// TestScenarioErrorsOfTheReader: what cannot be read is not half a scenario.
func TestScenarioErrorsOfTheReader(t *testing.T) {
	if _, err := parse(tasksLine + "# " + strings.Repeat("x", 1<<20)); err == nil || err.Error() != "my.txt: more than 64 KiB, the limit of a scenario" {
		t.Errorf("a line of a megabyte: %v", err)
	}
	broken := errors.New("bad sector")
	if _, err := daxtest.ParseScenario(iotest.ErrReader(broken), "my.txt", "my"); !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "my.txt") {
		t.Errorf("a disk that fails: %v", err)
	}
}

const whole = `# First line
#   and second.

# Third.
column: 5
entries: pte B+1 dirty pinned,  zero-pte 7 , pmd 1024 pinned dirty
  tasks: F( 0 , B+1 ) until 1; I(0x201) then  P(3,w)
  # not about it
spurious: 2
alloc-fails: 3
refusals: 1
expect lost wakeup: a, b,
expect livelock: c

schedule: 0 1
strategy: a
----
one line
and another

strategy: b,c
----
its own`

func TestScenario(t *testing.T) {
	s, err := parse(strings.ReplaceAll(whole, "\n", " \r\n")) // as an editor elsewhere leaves it
	if err != nil {
		t.Fatal(err)
	}
	if want := "First line and second. Third."; s.About != want || s.Name != "my" || s.Column != 5 {
		t.Errorf("about %q, want %q; name %q, column %d", s.About, want, s.Name, s.Column)
	}
	if s.Spurious != 2 || s.AllocFails != 3 || s.Refusals != 1 || s.Operations() != 3 || len(s.Tasks) != 2 {
		t.Errorf("%d, %d and %d of budgets, %d operations of %d tasks", s.Spurious, s.AllocFails, s.Refusals, s.Operations(), len(s.Tasks))
	}
	for name, want := range map[string][]step.Kind{"a": {step.LostWakeup}, "b": {step.LostWakeup}, "c": {step.Livelock}, "d": nil, "": nil} {
		if got := s.Expected(name); !slices.Equal(got, want) {
			t.Errorf("of %q %v is expected, want %v", name, got, want)
		}
	}
	if len(s.Plays) != 2 || s.Plays[0].Schedule != "0 1" || s.Plays[0].Transcript != "one line\nand another\n" ||
		s.Plays[1].Schedule != "0 1" || fmt.Sprint(s.Plays[1].Strategies) != "[b c]" || s.Plays[1].Transcript != "its own\n" {
		t.Errorf("plays %+v", s.Plays)
	}
	again, err := daxtest.ParseTasks(s.TaskText())
	if err != nil || len(again) != 2 || again[0].String() != s.Tasks[0].String() || again[1].String() != s.Tasks[1].String() {
		t.Errorf("%q is read back as %v, %v", s.TaskText(), again, err)
	}
}

// TestScenarioWorld: each call makes a world of its own, with the entries.
func TestScenarioWorld(t *testing.T) {
	s, err := parse(whole)
	if err != nil {
		t.Fatal(err)
	}
	p := daxcore.Policy{Put: daxcore.PutNever}
	w, other := s.World(p.Design), s.World(p.Design)
	m := w.Files[0]
	if w == other || w.Entries != daxcore.Kernel(p) || w.Tasks() != 2 {
		t.Errorf("the same world %v, %d tasks", w == other, w.Tasks())
	}
	pte, zero, pmd := m.Load(B+1), m.Load(7), m.Load(1024+9)
	if !pte.Present() || pte.IsPMD() || !zero.IsZero() || zero.IsPMD() || !pmd.IsPMD() || m.NrPages != 2+512 {
		t.Errorf("entries %v, %v, %v; %d pages", pte, zero, pmd, m.NrPages)
	}
	for index, want := range map[uint64]bool{B + 1: true, 7: false, 1024: true} {
		cur := m.Pages.At(index, daxcore.PTE)
		if cur.Marked(daxcore.Dirty) != want {
			t.Errorf("%d dirty: %v", index, !want)
		}
		if index != 7 && w.Busy(m.Blocks.PFN(index)) != want {
			t.Errorf("%d pinned: %v", index, !want)
		}
	}
	if w.Busy(m.Blocks.PFN(1024 + 1)) {
		t.Error("of a pinned PMD entry, more than the first page is")
	}
	m.VMA(1) // task 1 maps the file, for P
	if err := daxtest.Clean(w); err != nil {
		t.Error(err)
	}
}

const B = daxtest.B

// TestScenarioBlocks: a file has data with its metadata committed, no entries, and
// one mapping of two is one that no PMD fits into.
func TestScenarioBlocks(t *testing.T) {
	s, err := parse("blocks: written B B+511, unwritten 7 9\npte-mappings: 1\nentries: pte 3 chosen, pte 4\ntasks: P(B,r); P(B,r)")
	if err != nil {
		t.Fatal(err)
	}
	w := s.World(daxcore.Policy{}.Design)
	m := w.Files[0]
	for index, want := range map[uint64]fs.Kind{B - 1: fs.Hole, B: fs.Written, B + 511: fs.Written, B + 512: fs.Hole, 6: fs.Hole, 7: fs.Unwritten, 9: fs.Unwritten, 10: fs.Hole, 3: fs.Written} {
		if got := m.Blocks.At(index, 1).Kind; got != want {
			t.Errorf("page %d: %v, want %v", index, got, want)
		}
	}
	if m.Blocks.Uncommitted() || m.Load(B) != 0 {
		t.Errorf("uncommitted %v, entry %v", m.Blocks.Uncommitted(), m.Load(B))
	}
	if !m.VMA(0).Suits(B) || m.VMA(1).Suits(B) {
		t.Errorf("a PMD fits: %v, %v", m.VMA(0).Suits(B), m.VMA(1).Suits(B))
	}
	for index, want := range map[uint64]bool{3: true, 4: false} {
		if cur := m.Pages.At(index, daxcore.PTE); cur.Marked(daxcore.ToWrite) != want || cur.Marked(daxcore.Dirty) {
			t.Errorf("page %d is chosen %v, dirty %v", index, !want, cur.Marked(daxcore.Dirty))
		}
	}
	if got, want := s.AtFirst(), "pte 3 chosen, pte 4; blocks: written B B+511, unwritten 7 9; pte-mappings: 1"; got != want {
		t.Errorf("at first %q, want %q", got, want)
	}
}

// FuzzScenario: no text panics, errors say where, and what is accepted makes
// worlds in which each operation runs.
func FuzzScenario(f *testing.F) {
	for _, s := range []string{
		whole, tasksLine, "", "blocks: written\npte-mappings: 0\nentries: pte 3 chosen\ntasks: P(B,w); G(9,B)", "tasks: I(B)\n----", "expect livelock: a\nexpect livelock: b", "tasks: P(3,r) then T(0)\nentries: pmd dirty, pte 3 pinned",
		tasksLine + "schedule: 0s1y\nstrategy: linux-5.2\n----\ntext\n\n# end", "tasks: L(B) until 1; U(0,511)\nspurious: 08",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parse(text)
		if err != nil {
			if s != nil || !strings.HasPrefix(err.Error(), "my.txt") {
				t.Errorf("%q: scenario %v, and says %q", text, s, err)
			}
			return
		}
		if again, err := parse("tasks: " + s.TaskText() + "\nentries: " + s.Entries); err != nil || again.TaskText() != s.TaskText() {
			t.Errorf("%q is written %q and read back as %v, %v", text, s.TaskText(), again, err)
		}
		if s.Operations() > 40 {
			return
		}
		st := daxtest.NewStepper(s.World(daxcore.Policy{}.Design), s.Tasks)
		defer st.Stop()
		st.Quiet, st.Lockset = true, true
		if err := st.Finish(); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if st.Kind() != step.None {
			t.Errorf("%q, one task after the other: %v", text, st.Verdict())
		}
	})
}

// TestReferences: each task that closes the file has it open at first, and
// lock-by-page needs that of nobody.
func TestReferences(t *testing.T) {
	for tasks, want := range map[string]int{
		"F(0,B); L(B)": 0,
		"L(B); E()":    1,
		"L(B) then E() then L(B); F(0,B) then E(); L(B)": 2,
	} {
		s, err := parse("tasks: " + tasks)
		if err != nil {
			t.Errorf("%s: %v", tasks, err)
			continue
		}
		w := s.World(daxcore.Policy{}.Design)
		if got := w.Files[0].Inode.References(); got != want {
			t.Errorf("%s: %d references, want %d", tasks, got, want)
		}
		plain, err := parse("tasks: F(0,B)")
		if err != nil {
			t.Fatal(err)
		}
		more := len(w.AppendState(nil)) - len(plain.World(daxcore.Policy{}.Design).AppendState(nil))
		if (more != 0) != (want != 0) {
			t.Errorf("%s: the life of the file takes %d words of a state", tasks, more)
		}
	}
}
