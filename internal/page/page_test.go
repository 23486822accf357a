package page_test

import (
	"bytes"
	"strings"
	"testing"

	"daxwait/internal/page"
	"daxwait/internal/phrase"
)

// TestPage: the same calls make a text, whose paragraphs are wrapped, and Markdown,
// whose are not.
func TestPage(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("twelve chars ", 9))
	for markdown, want := range map[bool]string{
		false: "mine: upstream\n\nIT LOSES\n  50% of\n  " + long[:90] + "\n  " + long[91:] + "\n  a\n    b\n  name   n\n  x      1\n  y     20\n",
		true: "# mine: upstream\n\n## It loses\n\n50% of\n\n" + long + "\n\n```sh\na\n  b\n```\n\n" +
			"| name | n |\n| --- | ---: |\n| x | 1 |\n| y | 20 |\n",
	} {
		var out bytes.Buffer
		p := &page.Page{W: &out, Markdown: markdown}
		p.Title("mine: upstream")
		p.Section("It loses")
		p.Say("%d%% of", 50)
		p.Say("%s", long)
		p.Block("sh", "a\n  b\n\n")
		if err := p.Table(&phrase.Table{Head: []string{"name", "n"}, Right: []bool{false, true}, Rows: [][]string{{"x", "1"}, {"y", "20"}}}); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != want {
			t.Errorf("Markdown: %v\n%s\nwant\n%s", markdown, got, want)
		}
	}
}
