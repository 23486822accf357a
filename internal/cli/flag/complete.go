package flag

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

// Engines are what --engine can be, regimes what --hold can be.
func Engines() []string { return []string{"sim", "live"} }
func Regimes() []string { return []string{"run", "sleep", "both"} }

// Complete offers names for the value of a flag.
func Complete(c *cobra.Command, flag string, names func() []string) {
	_ = c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return names(), cobra.ShellCompDirectiveNoFileComp
	})
}

// CompleteWords offers words for a list, after each comma, too. What is offered
// depends on what is there of the word.
func CompleteWords(c *cobra.Command, flag string, args func(word string) []string) {
	_ = c.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, text string) ([]string, cobra.ShellCompDirective) {
		return afterCommas(text, args), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

// afterCommas puts what precedes the last word of a list in front of the words
// that are offered for it, less those that it has.
func afterCommas(text string, words func(string) []string) (offers []string) {
	at := strings.LastIndexByte(text, ',') + 1
	has := strings.Split(text[:at], ",")
	for _, w := range words(text[at:]) {
		if !slices.Contains(has, w) {
			offers = append(offers, text[:at]+w)
		}
	}
	return offers
}

// CompleteFiles offers files with these extensions, and folders.
func CompleteFiles(c *cobra.Command, flag string, extensions ...string) {
	_ = c.MarkFlagFilename(flag, extensions...)
}

func CompleteFolders(c *cobra.Command, flag string) { _ = c.MarkFlagDirname(flag) }

// FilesOf offers files with these extensions, and folders, for what has no dashes.
func FilesOf(extensions ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return extensions, cobra.ShellCompDirectiveFilterFileExt
	}
}

// Folders offers folders.
func Folders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeFilesToo offers names, and any file.
func completeFilesToo(c *cobra.Command, flag string, names []string) {
	_ = c.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return names, cobra.ShellCompDirectiveDefault
	})
}

// DesignWords offers the strategies of a catalogue, and behind a + decisions.
func DesignWords(all strategies.Catalogue) func(word string) []string {
	return func(word string) []string {
		at := strings.LastIndexByte(word, '+') + 1
		if at == 0 {
			return append(all.Names(), "all")
		}
		return prefixed(word[:at], decisionWords(word[at:]))
	}
}

// decisionWords are keys, and behind a = values.
func decisionWords(word string) (args []string) {
	key, _, hasKey := strings.Cut(word, "=")
	for _, d := range policy.Decisions() {
		switch {
		case !hasKey:
			args = append(args, d.Key+"=")
		case d.Key == key:
			return prefixed(key+"=", d.Values)
		}
	}
	return args
}

// AxisWords are axes; their values are anybody's.
func AxisWords(word string) (words []string) {
	if strings.Contains(word, "=") {
		return nil
	}
	for _, name := range bench.AxisNames() {
		words = append(words, name+"=")
	}
	return words
}

// PatternWords are the names of patterns; where one is typed, its regimes, too.
func PatternWords(word string) []string {
	names := patternNames()
	for _, n := range names {
		if strings.HasPrefix(word, n) {
			names = append(names, n+"-run", n+"-sleep")
		}
	}
	return names
}

// patternNames are all there are, the shipped replays among them.
func patternNames() []string {
	all, err := pattern.WithShipped()
	if err != nil {
		all = pattern.All()
	}
	return pattern.Names(append(all, pattern.Around()...))
}

// ScenarioWords are scenarios and their folders.
func ScenarioWords(string) []string {
	words := []string{"all"}
	for _, s := range daxtest.Scenarios() {
		if dir, _, _ := strings.Cut(s.Name, "/"); !slices.Contains(words, dir+"/") {
			words = append(words, dir+"/")
		}
		words = append(words, s.Name)
	}
	return words
}

// filterWords are the keys of a filter, and what some of them can be.
func filterWords(word string) (args []string) {
	start := 1 + strings.LastIndexByte(word, ' ')
	if strings.HasPrefix(word[start:], "-") {
		start++
	}
	key, _, hasKey := strings.Cut(word[start:], ":")
	values := map[string][]string{
		"/engine": Engines(), "/pattern": patternNames(), "/strategy": strategies.Names(),
	}
	if hasKey {
		return prefixed(word[:start]+key+":", values[key])
	}
	return prefixed(word[:start], []string{"/engine:", "/pattern:", "/strategy:", "/tasks:", "/vcpus:", "/variant:", ".unit:"})
}

func prefixed(prefix string, words []string) (all []string) {
	for _, w := range words {
		all = append(all, prefix+w)
	}
	return all
}
