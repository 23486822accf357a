package docs

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	fenced  = regexp.MustCompile("(?ms)^```.*?^```$")
	inline  = regexp.MustCompile("`[^`\n]+`")
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
)

// anchors are those that a page's headings have where it is shown: in lower
// case, without punctuation, with hyphens for spaces.
func anchors(text string) map[string]bool {
	all := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
		all[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
				return unicode.ToLower(r)
			}
			return -1
		}, m[1])] = true
	}
	return all
}

// brokenLinks returns those of a page that lead nowhere in the tree: to no file,
// or to no heading of a page.
func brokenLinks(page, text string) (broken []string) {
	text = inline.ReplaceAllString(fenced.ReplaceAllString(text, ""), "")
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		if strings.Contains(m[1], "://") {
			continue
		}
		file, anchor, _ := strings.Cut(m[1], "#")
		to := page
		if file != "" {
			to = filepath.Join(filepath.Dir(page), file)
		}
		info, err := os.Stat(to)
		if err != nil {
			broken = append(broken, m[1])
			continue
		}
		if anchor == "" {
			continue
		}
		if info.IsDir() {
			broken = append(broken, m[1])
		} else if other, err := os.ReadFile(to); err != nil || !anchors(string(other))[anchor] {
			broken = append(broken, m[1])
		}
	}
	return broken
}

// TestLinks follows the links of all pages within the tree.
func TestLinks(t *testing.T) {
	t.Chdir("..") // paths are those of the tree
	pages := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "latest"):
			return fs.SkipDir
		case filepath.Ext(path) != ".md":
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pages++
		for _, l := range brokenLinks(path, string(text)) {
			t.Errorf("%s: %s leads nowhere", path, l)
		}
		return nil
	})
	if err != nil || pages < 20 {
		t.Errorf("%d pages: %v", pages, err)
	}
}

func TestBrokenLinksAreFound(t *testing.T) {
	t.Chdir("..") // paths are those of the tree
	text := "# What it is, now\n[a](#what-it-is-now) [b](#what) [c](gone.md) [d](docs/model.md#gone) [e](docs#x) [f](https://example.org/x) `[g](gone)`\n\n```\n[h](gone)\n```\n"
	t.Chdir(t.TempDir())
	if err := os.Mkdir("docs", 0o777); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"page.md": text, "docs/model.md": "# Here\n"} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := strings.Join(brokenLinks("page.md", text), " "), "#what gone.md docs/model.md#gone docs#x"; got != want {
		t.Errorf("broken are %s, want %s", got, want)
	}
}
