package answers

import (
	"os"
	"slices"
	"strings"
	"testing"

	"daxwait/internal/command"
)

// TestCommandsAreThoseOfThePages: what would answer a question is what its page
// says, to the word.
func TestCommandsAreThoseOfThePages(t *testing.T) {
	for page, commands := range map[string][]command.Command{
		"q1": {runQ1()}, "q2": {runQ2()}, "q3": {runQ3()}, "q4": {runQ4()}, "q5": {runPileUp(), runNoPMD()}, "q6": {runQ6()},
	} {
		text, err := os.ReadFile("../../docs/" + page + ".md")
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		for _, c := range commands {
			if !slices.Contains(lines, c.Spell("go run .")) {
				t.Errorf("docs/%s.md has no line for %s", page, c)
			}
		}
	}
}
