package cli

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"daxwait/internal/cli/flag"
)

// offered returns what a shell is offered for the last word, and how it is told
// to go on.
func offered(t *testing.T, words ...string) (offers []string, directive cobra.ShellCompDirective) {
	t.Helper()
	var stdout, stderr strings.Builder
	if code := Daxwait().Main(append([]string{"__complete"}, words...), &stdout, &stderr); code != flag.OK {
		t.Fatalf("%q: exit %d: %s", words, code, stderr.String())
	}
	lines := strings.Split(strings.TrimSuffix(stdout.String(), "\n"), "\n")
	if _, err := fmt.Sscanf(lines[len(lines)-1], ":%d", &directive); err != nil {
		t.Fatalf("%q: no directive in %q", words, stdout.String())
	}
	for _, line := range lines[:len(lines)-1] {
		name, _, _ := strings.Cut(line, "\t")
		offers = append(offers, name)
	}
	return offers, directive
}

func TestCompletion(t *testing.T) {
	const noFiles, noSpace = cobra.ShellCompDirectiveNoFileComp, cobra.ShellCompDirectiveNoSpace
	for _, c := range []struct {
		words     string // the last is completed; it is empty behind a space
		has       string // among others
		not       string
		directive cobra.ShellCompDirective
	}{
		{"check --strategy ", "linux-5.2", "", noFiles | noSpace},
		{"check --strategy exclusive,", "exclusive,merged", "exclusive,exclusive", noFiles | noSpace},
		{"check --strategy exclusive,merged+", "exclusive,merged+put=", "", noFiles | noSpace},
		{"check --strategy exclusive,merged+put=next+key=", "exclusive,merged+put=next+key=base", "", noFiles | noSpace},
		{"run --cpus 2 --strategy ", "all", "", noFiles | noSpace},
		{"conform --strategy ", "nopmd", "", noFiles | noSpace},
		{"validate --strategy ", "nopmd", "", noFiles | noSpace},
		{"order --decide ", "put=", "put=never", noFiles | noSpace},
		{"space --decide put=next,", "", "", noFiles | noSpace},
		{"space --decide put=", "put=never", "key=", noFiles | noSpace},
		{"run --cpus 2 --pattern ", "rocksdb", "", noFiles | noSpace},
		{"run --cpus 2 --pattern pte-same,", "pte-same,replay-inval", "pte-same,pte-same", noFiles | noSpace},
		{"run --cpus 2 --pattern pte-same", "pte-same-run", "pte-groups-run", noFiles | noSpace},
		{"run --set ", "hold=", "", noFiles | noSpace},
		{"run --profile ", "emulated-6.1-traced", "", cobra.ShellCompDirectiveDefault},
		{"validate --profile ", "default", "", cobra.ShellCompDirectiveDefault},
		{"run --hold ", "sleep", "", noFiles},
		{"run --engine ", "live", "", noFiles},
		{"run --baseline ", "exclusive", "", noFiles},
		{"check --scenario ", "entry/scan", "", noFiles | noSpace},
		{"order --scenario ", "around/", "", noFiles | noSpace},
		{"replay --scenario ", "entry/scan", "", noFiles | noSpace},
		{"space --without entry/scan,", "entry/scan,entry/spurious", "", noFiles | noSpace},
		{"space --ignore ", "livelock", "", noFiles | noSpace},
		{"check --format ", "json", "md", noFiles},
		{"judge --format ", "json", "csv", noFiles},
		{"validate --format ", "csv", "json", noFiles},
		{"compare --metric ops/s,", "ops/s,wakeups/op", "ops/s,ops/s", noFiles | noSpace},
		{"compare --filter ", "/pattern:", "", noFiles | noSpace},
		{"plot --filter=-/strategy:", "-/strategy:nopmd", "", noFiles | noSpace},
		{"plot --filter /engine:", "/engine:sim", "", noFiles | noSpace},
		{"validate --family ", "mm1n", "", noFiles | noSpace},
		{"check --policy ", "toml", "", cobra.ShellCompDirectiveFilterFileExt},
		{"run --trace ", "gz", "", cobra.ShellCompDirectiveFilterFileExt},
		{"list --config ", "toml", "", cobra.ShellCompDirectiveFilterFileExt},
		{"validate --oracle ", "csv", "", cobra.ShellCompDirectiveFilterFileExt},
		{"merge --out ", "", "", cobra.ShellCompDirectiveFilterDirs},
		{"check --plots ", "", "", cobra.ShellCompDirectiveFilterDirs},
		{"list ", "axes", "", noFiles},
		{"list axes ", "", "axes", noFiles},
		{"explain ", "lost wakeup", "", noFiles},
		{"hang ", "log", "", cobra.ShellCompDirectiveFilterFileExt},
		{"hang --kernel ", "5.10.38", "", noFiles | noSpace},
		{"hang --format ", "json", "csv", noFiles},
		{"help ", "run", "", noFiles},
		{"help trace ", "summary", "run", noFiles},
		{"judge ", "handoff", "", cobra.ShellCompDirectiveDefault},
		{"judge exclusive+", "exclusive+put=", "", cobra.ShellCompDirectiveDefault},
		{"merge ", "", "", cobra.ShellCompDirectiveFilterDirs},
		{"trace summary ", "gz", "", cobra.ShellCompDirectiveFilterFileExt},
		{"trace diagnose ", "gz", "", cobra.ShellCompDirectiveFilterFileExt},
		{"trace diagnose --kernel ", "4.20", "", noFiles | noSpace},
		{"doctor ", "", "", noFiles},
		{"run ", "", "", noFiles},
	} {
		offers, directive := offered(t, strings.Split(c.words, " ")...)
		if c.has != "" && !slices.Contains(offers, c.has) || c.not != "" && slices.Contains(offers, c.not) || directive != c.directive {
			t.Errorf("%q: %q, directive %d; want %q and not %q, directive %d", c.words, offers, directive, c.has, c.not, c.directive)
		}
	}
}

// TestCompletionOfFlags: what has names is completed, wherever it stands. Without
// a function of its own a flag is offered any file.
func TestCompletionOfFlags(t *testing.T) {
	free := []string{"tasks", "cpus", "windows", "window", "seed", "shard", "timeline-span", "spurious", "alloc-fails", "refusals", "random", "max-states", "max-memory", "workers", "schedules", "threshold", "ops", "name", "dax", "stall"}
	verbs(Daxwait().Root(), func(c *cobra.Command) {
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			_, own := c.GetFlagCompletionFunc(f.Name)
			own = own || f.Annotations[cobra.BashCompFilenameExt] != nil || f.Annotations[cobra.BashCompSubdirsInDir] != nil
			if !own && f.Value.Type() != "bool" && !slices.Contains(free, f.Name) {
				t.Errorf("%s --%s is not completed", c.CommandPath(), f.Name)
			}
		})
	})
}
