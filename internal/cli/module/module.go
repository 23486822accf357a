// Package module writes a Go module for a design that lives outside of the
// checkout: a design to change, its test, and the whole command with it.
//
// What its users get wrong is to expect a network: the module uses the checkout
// as it is, with the checkout's own list of dependencies and their sums.
package module

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"daxwait/internal/bounded"
	"daxwait/results/store"
)

//go:embed *.txt
var templates embed.FS

// suitePath is the module path of the suite.
const suitePath = "daxwait"

// checkout returns the folder of the suite that a folder is in, or that the module
// uses which it is in, or an error if there is none.
func checkout(from string) (string, error) {
	dir, err := filepath.Abs(from)
	if err != nil {
		return "", err
	}
	for {
		if isSuite(dir) {
			return dir, nil
		}
		if used := replaced(dir); used != "" && isSuite(used) {
			return used, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("%s is not in a checkout of the suite, nor in a module that uses one; say where one is", from)
		}
		dir = up
	}
}

// readFile reads a file of a module.
func readFile(name string) ([]byte, error) {
	return bounded.ReadFile(name, bounded.Limit{Bytes: bounded.MiB, Of: "a file of a module"})
}

// isSuite reports whether a folder has the suite's go.mod.
func isSuite(dir string) bool {
	mod, err := readFile(filepath.Join(dir, "go.mod"))
	return err == nil && bytes.HasPrefix(mod, []byte("module "+suitePath+"\n"))
}

// replaced is the folder of the suite that a module in a folder uses; empty if it
// uses none.
func replaced(dir string) string {
	mod, err := readFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return ""
	}
	m := regexp.MustCompile(`(?m)^replace ` + suitePath + ` => (.*)$`).FindSubmatch(mod)
	if m == nil {
		return ""
	}
	path := string(m[1])
	if s, err := strconv.Unquote(path); err == nil {
		path = s
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return path
}

// Name is what a module in a folder is called.
func Name(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return strings.ToLower(filepath.Base(dir))
}

// nameable is what the name of a module may be here.
var nameable = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// taken are names that go.mod may have and that a module cannot be built by: those
// of the standard library and of the Go command, and of devices of Windows.
var taken = strings.Fields(`all cmd std
	archive bufio bytes cmp compress container context crypto database debug embed
	encoding errors expvar flag fmt go hash html image index internal io iter log maps
	math mime net os path plugin reflect regexp runtime slices sort strconv strings
	structs sync syscall testing text time unicode unique unsafe vendor weak
	aux com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 con
	lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9 nul prn`)

// Write writes a module into a folder that is not there yet, or is empty, for the
// suite in another. It returns the names of its files.
func Write(dir, suite string) (files []string, err error) {
	suite, err = checkout(suite)
	if err != nil {
		return nil, err
	}
	name := Name(dir)
	if taken := path.Base(suitePath); !nameable.MatchString(name) || name == taken {
		return nil, fmt.Errorf("%s: the module is called after its folder, and %q cannot be its name: want small letters, digits and hyphens, a letter first, and not %s", dir, name, taken)
	}
	if slices.Contains(taken, name) {
		return nil, fmt.Errorf("%s: the module is called after its folder, and %s is a name of Go's own; name another folder", dir, name)
	}
	if there, err := os.ReadDir(dir); err == nil && len(there) != 0 {
		return nil, fmt.Errorf("%s: there is something in it; name a new folder", dir)
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	mod, err := goMod(name, suite)
	if err != nil {
		return nil, err
	}
	sum, err := readFile(filepath.Join(suite, "go.sum"))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	contents := map[string][]byte{"go.mod": mod, "go.sum": sum}
	files = []string{"go.mod", "go.sum"}
	for _, file := range []string{"design.go", "design_test.go", "main.go"} {
		text, err := templates.ReadFile(file + ".txt")
		if err != nil {
			return nil, err
		}
		contents[file] = bytes.ReplaceAll(text, []byte("NAME"), []byte(name))
		files = append(files, file)
	}
	var all []store.Whole
	for _, file := range files {
		all = append(all, store.Whole{Path: filepath.Join(dir, file), Write: func(w io.Writer) error { _, err := w.Write(contents[file]); return err }})
	}
	return files, store.Write(nil, all...)
}

// quoted is a path as go.mod has it: in quotes if a space or the like is in it.
func quoted(path string) string {
	if regexp.MustCompile(`^[\w./~+@:\\-]+$`).MatchString(path) && !strings.Contains(path, "//") {
		return path
	}
	return strconv.Quote(path)
}

// requirement is a line of go.mod that requires a module.
var requirement = regexp.MustCompile(`(?m)^\s*(?:require )?([\w.\-]+\.[\w.\-]+/\S+ v\S+)`)

// goMod is the go.mod of a module that uses the suite in a folder, with all that
// the suite requires: so nothing is looked up.
func goMod(name, suite string) ([]byte, error) {
	theirs, err := readFile(filepath.Join(suite, "go.mod"))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "module %s\n\n", name)
	if version := regexp.MustCompile(`(?m)^go .*$`).Find(theirs); version != nil {
		fmt.Fprintf(&b, "%s\n\n", version)
	}
	fmt.Fprintf(&b, "require %s v0.0.0\n\nreplace %s => %s\n\nrequire (\n", suitePath, suitePath, quoted(suite))
	for _, m := range requirement.FindAllSubmatch(theirs, -1) {
		fmt.Fprintf(&b, "\t%s // indirect\n", m[1])
	}
	b.WriteString(")\n")
	for _, tool := range regexp.MustCompile(`(?m)^tool \S+$`).FindAll(theirs, -1) {
		fmt.Fprintf(&b, "\n%s\n", tool)
	}
	return b.Bytes(), nil
}
