package docs

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// signpost is a row of the table in CONTRIBUTING.md: a question, the file that it
// leads to, and the name that stands there.
var signpost = regexp.MustCompile("(?m)^\\| (.+\\?) \\| \\[([^\\]]+)\\]\\(([^)]+)\\) \\| `(\\w+)` \\|$")

// declared reports whether a file says what a name is, as a function, a method, a type or
// a constant, or spends it, as the costs of package task.
func declared(text, name string) bool {
	return regexp.MustCompile(`(?m)^(func (\([^)]*\) )?|type |\t|.*\btask\.)` + name + `\b`).MatchString(text)
}

// TestQuestionsLeadSomewhere: each question of CONTRIBUTING.md leads to one file,
// in which the name stands that it is about.
func TestQuestionsLeadSomewhere(t *testing.T) {
	t.Chdir("..") // paths are those of the tree
	page, err := os.ReadFile("CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## Where things are\n")
	section, _, _ = strings.Cut(section, "\n## ")
	rows := signpost.FindAllStringSubmatch(section, -1)
	if n := strings.Count(section, "\n| ") - 1; len(rows) != n || n < 20 {
		t.Errorf("%d of %d rows can be read, of at least 20", len(rows), n)
	}
	for _, row := range rows {
		question, label, file, name := row[1], row[2], row[3], row[4]
		text, err := os.ReadFile(file)
		switch {
		case err != nil:
			t.Errorf("%s %v", question, err)
		case label != file:
			t.Errorf("%s The link to %s is called %s", question, file, label)
		case !declared(string(text), name):
			t.Errorf("%s There is no %s in %s", question, name, file)
		}
	}
}
