package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"daxwait/internal/cli/flag"
	"daxwait/results"
)

// parsed returns a verb whose flags are as a file says, behind what the command
// line does.
func parsed(t *testing.T, verb, file string, words ...string) *cobra.Command {
	t.Helper()
	config, err := flag.ReadConfiguration(strings.NewReader(file), "f.toml", Daxwait().Root())
	if err != nil {
		t.Fatal(err)
	}
	c := flag.Within(Daxwait().Root(), []string{verb})
	if err := c.ParseFlags(words); err != nil {
		t.Fatal(err)
	}
	for _, s := range config.Of(c) {
		if err := flag.SetAll(c.Flags().Lookup(s.Flag), s.Texts); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func TestConfigSetsFlags(t *testing.T) {
	const file = `
baseline = "merged"
strategy = "linux-5.2"
workers = 3
[run]
pattern = ["pte-same", "mixed-pte"]
strategy = "exclusive,perindex"
set = ["pmd=0,50", "hold=1us"]
cpus = [2, 16]
tasks = 8
window = "20ms"
windows = 7
seed = 9
sensitivity = true
[check]
workers = 5
strategy = "nopmd"
[plot]
in = "a"
`
	for _, c := range []struct{ verb, words, flag, want string }{
		{"run", "", "pattern", "pte-same,mixed-pte"},
		{"run", "", "strategy", "exclusive,perindex"},
		{"run", "", "set", "pmd=0,50,hold=1us"},
		{"run", "", "cpus", "2,16"},
		{"run", "", "tasks", "8"},
		{"run", "", "window", "20ms"},
		{"run", "", "windows", "7"},
		{"run", "", "seed", "9"},
		{"run", "", "sensitivity", "true"},
		{"run", "", "baseline", "merged"}, // from above the tables
		{"merge", "", "baseline", "merged"},
		{"space", "", "workers", "3"},
		{"check", "", "workers", "5"}, // the table's goes before
		{"check", "", "strategy", "nopmd"},
		{"order", "", "strategy", "linux-5.2"},
		{"plot", "", "in", "a"},
		// What the command line says goes before both, and lists do not add up.
		{"run", "--pattern zipf", "pattern", "zipf"},
		{"run", "--windows 8", "windows", "8"},
		{"run", "--sensitivity=false", "sensitivity", "false"},
		{"check", "--workers 6", "workers", "6"},
		{"plot", "--in b", "in", "b"},
	} {
		if got := parsed(t, c.verb, file, strings.Fields(c.words)...).Flags().Lookup(c.flag).Value.String(); got != c.want {
			t.Errorf("%s %s: %s is %q, want %q", c.verb, c.words, c.flag, got, c.want)
		}
	}
	// A table may be written with dots, too.
	if got := parsed(t, "run", "run.windows = 4").Flags().Lookup("windows").Value.String(); got != "4" {
		t.Errorf("run.windows is %s", got)
	}
}

// TestConfigIsStrict: each line that is wrong is named, with the key, the value
// and what to do, whichever verb it is for.
func TestConfigIsStrict(t *testing.T) {
	for file, want := range map[string]string{
		"[chekc]":                          `f.toml:1: [chekc]: there is no verb "chekc" (did you mean "check"?)`,
		"[[run]]":                          `f.toml:1: run = [{…}]: it is a verb; want a table, [run]`,
		"run = 3":                          `f.toml:1: run = 3: it is a verb; want a table, [run]`,
		"\n[run]\nwindo = \"1s\"":          `f.toml:3: windo = "1s": there is no flag "windo" (did you mean "window"`,
		"[run]\nscenario = 'scan'":         `f.toml:2: scenario = "scan": daxwait run has no such flag, but check, order, replay, space; move it there`,
		"[run.window]\na = 1":              `f.toml:1: window = {…}: want it in quotes`,
		"baselin = 'x'":                    `f.toml:1: baselin = "x": there is no flag "baselin" (did you mean "baseline"?)`,
		"format = 'json'":                  `f.toml:1: format = "json": want text or csv, says daxwait validate`,
		"[run]\nwindow = 20":               `f.toml:2: window = 20: want it in quotes`,
		"[run]\nwindow = '20'":             `f.toml:2: window = "20": want a time such as 20ms`,
		"[run]\nwindows = 0":               `f.toml:2: windows = 0: want 1 to 10000`,
		"[run]\nwindows = '7'":             `f.toml:2: windows = "7": want a whole number, without quotes`,
		"[run]\nwindows = 7.0":             `f.toml:2: windows = 7: want a whole number, without quotes`,
		"[run]\nseed = -1":                 `f.toml:2: seed = -1: want a whole number from 0`,
		"[run]\nquick = 1":                 `f.toml:2: quick = 1: want true or false, without quotes`,
		"[run]\npattern = []":              `f.toml:2: pattern = []: it is empty; leave the key out`,
		"[run]\npattern = ['a', '']":       `f.toml:2: pattern = ["a", ""]: a name is missing`,
		"[run]\npattern = [true]":          `f.toml:2: pattern = [true]: true in it: want texts`,
		"[run]\npattern = true":            `f.toml:2: pattern = true: want a text such as "a,b", or a list`,
		"[run]\nset = 3":                   `f.toml:2: set = 3: want a name, = and values`,
		"[run]\nengine = 'virtual'":        `f.toml:2: engine = "virtual": want sim or live`,
		"[compare]\nthreshold = '7'":       `f.toml:2: threshold = "7": want a part from 0 to 1`,
		"[run]\ndry-run = true":            `f.toml:2: dry-run = true: --dry-run is for the command line`,
		"resume = true":                    `f.toml:1: resume = true: --resume is for the command line`,
		"[run]\nshard = '1/2'":             `f.toml:2: shard = "1/2": --shard is for the command line`,
		"config = 'g.toml'":                `f.toml:1: config = "g.toml": --config is for the command line`,
		"[check]\nhelp = true":             `f.toml:2: help = true: --help is for the command line`,
		"[run]\nwindow = '1s'\nwindow = 2": `f.toml:3: `,
		"window":                           `f.toml:1: `,
	} {
		_, err := flag.ReadConfiguration(strings.NewReader(file), "f.toml", Daxwait().Root())
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", file, err, want)
		}
	}
	// All that is wrong is told, from the first line to the last.
	file, want := "", ""
	for i, key := range strings.Split("abcdefghij", "") {
		file += key + " = 1\n"
		want += fmt.Sprintf("f.toml:%d: %s; ", i+1, key)
	}
	_, err := flag.ReadConfiguration(strings.NewReader(file), "f.toml", Daxwait().Root())
	got := ""
	for line := range strings.Lines(fmt.Sprint(err)) {
		line, _, _ = strings.Cut(line, " =")
		got += line + "; "
	}
	if got != want {
		t.Errorf("of ten mistakes it says %s", got)
	}
}

// briefly is the command, which does not try for long how long its runs take.
func briefly() *Suite {
	s := Daxwait()
	s.Trial = time.Millisecond
	return s
}

// TestConfigOfTheCommand: the file is read, told of and blamed.
func TestConfigOfTheCommand(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "f.toml")
	for _, c := range []struct {
		file, args string
		code       int
		stderr     string
	}{
		{"[run]\npattern = 'pte-same'\nhold = 'run'", "run --dry-run", flag.OK, "daxwait: " + name + " sets pattern, hold\n"},
		{"[run]\npattern = 'pte-same'", "--config " + name + " run --dry-run --cpus 2 --pattern zipf", flag.OK, "sets nothing for run\n"},
		{"[run]\npattern = 'pte-smae'", "run --dry-run", flag.Usage, name + ":2: pattern = \"pte-smae\": there is no pattern \"pte-smae\" (did you mean \"pte-same\"?)"},
		{"[run]\npattern = 'pte-smae'", "run --dry-run --cpus 2 --pattern zipf", flag.OK, "sets nothing"}, // it is not asked for
		{"[check]\nscenario = 'none.txt'", "run --dry-run --cpus 2 --pattern zipf", flag.OK, "sets nothing"},
		{"[check]\nscenario = 'none.txt'", "check", flag.Usage, name + ":2: scenario = \"none.txt\": "},
		{"[check]\nscenaro = 'none.txt'", "list", flag.Usage, name + ":2: "}, // all of it, whichever verb
		{"[run]\nset = ['hold=1us', 'thnk=2us']", "run --dry-run", flag.Usage, name + `:2: set = ["hold=1us", "thnk=2us"]: there is no axis "thnk" (did you mean "think"?)`},
		{"[run]\nwindos = 3\n[chek]\n[check]\nworkers = 0", "list", flag.Usage, "daxwait run --help names all\n" + name + ":3: [chek]: there is no verb \"chek\" (did you mean \"check\"?); daxwait --help names all\n" + name + ":5: workers = 0: "}, // each with what helps
		{"[run]\nsensitivity = true", "run --engine live --dry-run", flag.Usage, name + ":2: sensitivity = true: for --engine sim"},
	} {
		if err := os.WriteFile(name, []byte(c.file), 0o666); err != nil {
			t.Fatal(err)
		}
		args := strings.Fields(c.args)
		if !slices.Contains(args, "--config") {
			args = append(args, "--config", name)
		}
		var stdout, stderr strings.Builder
		if code := briefly().Main(args, &stdout, &stderr); code != c.code || !strings.Contains(stderr.String(), c.stderr) {
			t.Errorf("%q, %s: exit %d, %q; want %d, %q", c.file, c.args, code, stderr.String(), c.code, c.stderr)
		}
	}
	for _, file := range []string{dir, dir + "/none.toml"} {
		var stderr strings.Builder
		if code := briefly().Main([]string{"list", "--config", file}, &stderr, &stderr); code != flag.Usage || !strings.Contains(stderr.String(), file) {
			t.Errorf("%s: exit %d, %s", file, code, stderr.String())
		}
	}
}

// TestConfigOfThePage reads the example of docs/config.md, for each verb.
func TestConfigOfThePage(t *testing.T) {
	example := pageExample(t)
	config, err := flag.ReadConfiguration(strings.NewReader(example), "config.md", Daxwait().Root())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"run", "compare", "plot", "report", "merge", "check", "order", "judge", "conform", "space", "validate", ""} {
		if !slices.ContainsFunc(config.Settings, func(s flag.Setting) bool { return s.Verb == want }) {
			t.Errorf("nothing for %q", want)
		}
	}
	for line := range strings.Lines(example) {
		if strings.Contains(line, "=") && !strings.HasPrefix(line, "#") && !strings.Contains(line, "  # ") {
			t.Errorf("no comment on %s", line)
		}
	}
	// Its run is one that can be made.
	name := filepath.Join(t.TempDir(), "f.toml")
	if err := os.WriteFile(name, []byte(example), 0o666); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	if code := briefly().Main([]string{"run", "--dry-run", "--config", name}, &stdout, &stderr); code != flag.OK {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
}

// pageExample is the block of TOML of the page.
func pageExample(t testing.TB) string {
	page, err := os.ReadFile("../../docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```toml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("the page has no block of TOML")
	}
	return example
}

// FuzzConfig: whatever is read, an error names the file, and what is taken are
// flags of the verb with values that they take again.
func FuzzConfig(f *testing.F) {
	f.Add(pageExample(f))
	f.Add("baseline = \"merged\"\n[run]\npattern = [\"pte-same\", 3]\nset = [\"pmd=0,50\"]\nwindow = \"20ms\"\nquick = true")
	f.Add("[run]\nwindo = 1\n[[check]]\n[trace.x]\nrun.y = 2")
	f.Fuzz(func(t *testing.T, text string) {
		config, err := flag.ReadConfiguration(strings.NewReader(text), "f.toml", Daxwait().Root())
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.toml:") || utf8.ValidString(text) && !utf8.ValidString(err.Error()) {
				t.Fatalf("%q", err)
			}
			return
		}
		root := Daxwait().Root()
		for _, s := range config.Settings {
			root.PersistentFlags().VisitAll(func(f *pflag.Flag) {
				if f.Name == s.Flag {
					t.Errorf("%q sets --%s", text, s.Flag)
				}
			})
			if len(s.Texts) == 0 || s.Line == 0 {
				t.Errorf("%+v", s)
			}
			for _, v := range root.Commands() {
				name := v.Flags().Lookup(s.Flag)
				if s.Verb == v.Name() && name == nil {
					t.Errorf("daxwait %s has no %s", s.Verb, s.Flag)
				}
				if name != nil && (s.Verb == v.Name() || s.Verb == "") {
					if err := flag.SetAll(name, s.Texts); err != nil {
						t.Errorf("%+v: %v", s, err)
					}
				}
			}
		}
	})
}

// TestAloneIsRunQuick: daxwait without a verb is run --quick, with what the file
// has for run.
func TestAloneIsRunQuick(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "f.toml")
	file := "[run]\npattern = 'burst'\nstrategy = 'exclusive'\nwindow = '1ms'\nwindows = 1\nplots = ''\nout = '" + dir + "/r'\n"
	if err := os.WriteFile(name, []byte(file), 0o666); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, args := range [][]string{{"--config", name}, {"run", "--quick", "--config", name}} {
		var stdout, stderr strings.Builder
		if code := briefly().Main(args, &stdout, &stderr); code != flag.OK || !strings.Contains(stderr.String(), "sets pattern, strategy, window, windows, plots, out") {
			t.Fatalf("%q: exit %d: %s", args, code, stderr.String())
		}
		runs, err := os.ReadFile(filepath.Join(dir, "r", results.RunsFile))
		if err != nil {
			t.Fatal(err)
		}
		said[args[0]] = stdout.String() + string(runs)
	}
	if alone := said["--config"]; alone != said["run"] || !strings.Contains(alone, "recheck=600ns") || !strings.Contains(alone, "burst") {
		t.Errorf("alone it says\n%s\nand run --quick\n%s", alone, said["run"])
	}
}
