package cli

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
)

// TestWhoSpellsCommands: below the command line no sentence has the name of the
// program before a verb, or a flag. What somebody may run next is a value (package
// command), and what is wrong is said without flags: the design's author may have
// called a function. A text that is a command as a whole is no sentence.
func TestWhoSpellsCommands(t *testing.T) {
	may := []string{
		"internal/cli",      // knows them
		"internal/glossary", // says what words of the command mean; explain spells it
		"tools",             // programs of their own
	}
	var verbs []string
	for _, c := range Daxwait().Root().Commands() {
		verbs = append(verbs, c.Name())
	}
	spells := regexp.MustCompile(`\bdaxwait (` + strings.Join(verbs, "|") + `)\b|(^|[\s(,:])--[a-z][a-z-]+`)
	const root = "../.."
	set := token.NewFileSet()
	read := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		if d.IsDir() && (slices.Contains(may, name) || name != "." && strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		read++
		ast.Inspect(f, func(n ast.Node) bool {
			l, ok := n.(*ast.BasicLit)
			if !ok || l.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(l.Value)
			if first, _, _ := strings.Cut(text, " "); slices.Contains(verbs, first) || strings.HasPrefix(text, "--") && !strings.Contains(text, " ") {
				return true
			}
			if found := spells.FindString(text); found != "" {
				t.Errorf("%s:%d spells %q", name, set.Position(l.Pos()).Line, strings.TrimSpace(found))
			}
			return true
		})
		return nil
	})
	if err != nil || read < 100 {
		t.Errorf("%d files, %v", read, err)
	}
}
