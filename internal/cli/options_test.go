package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestVerbsKeepTheirOptions: no verb fills in the options of another, whose words
// it would have to know. What two verbs do is a library's.
func TestVerbsKeepTheirOptions(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	home := map[string]string{} // of options, by name
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.TypeSpec); ok && strings.HasSuffix(s.Name.Name, "Options") {
				home[s.Name.Name] = name
			}
			return true
		})
	}
	if len(home) < 10 {
		t.Errorf("only %d options found", len(home))
	}
	for _, f := range files {
		selected := map[*ast.Ident]bool{} // of another package, or a field
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				selected[n.Sel] = true
			case *ast.Ident:
				if at := set.Position(n.Pos()); !selected[n] && home[n.Name] != "" && home[n.Name] != at.Filename {
					t.Errorf("%v: %s is of %s", at, n.Name, home[n.Name])
				}
			}
			return true
		})
	}
}
