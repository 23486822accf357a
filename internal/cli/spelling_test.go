package cli_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"daxwait/internal/cli"
)

// TestLowerLayersSpellNoCommand: the name of the program and its flags stand in
// this package alone. Elsewhere a command is a command.Command, whose words begin
// with a verb or are flags, one a word.
func TestLowerLayersSpellNoCommand(t *testing.T) {
	var verbs []string
	for _, c := range cli.Daxwait().Root().Commands() {
		verbs = append(verbs, c.Name())
	}
	named := regexp.MustCompile(`\bdaxwait (` + strings.Join(verbs, "|") + `)\b`)
	flagged := regexp.MustCompile(`(^|[\s(])--[a-z]`)
	read := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{"cli", "tools", ".git"}, d.Name()):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		read++
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				return true
			}
			first, rest, several := strings.Cut(text, " ")
			words := slices.Contains(verbs, first) || strings.HasPrefix(text, "--") && !several
			if named.MatchString(text) || flagged.MatchString(text) && !words || words && several && named.MatchString(rest) {
				t.Errorf("%v spells a command: %s", set.Position(lit.Pos()), lit.Value)
			}
			return true
		})
		return nil
	})
	if err != nil || read < 200 {
		t.Errorf("%d files read: %v", read, err)
	}
}
