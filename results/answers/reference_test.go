package answers

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
)

// TestReferenceAnswers: the results that come with the project are enough for
// what runs can say to each question.
func TestReferenceAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("the reference takes seconds")
	}
	e := &Evidence{}
	dirs, err := filepath.Glob("../reference/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		if records, _, err := results.Read(dir); err == nil {
			e.Sources = append(e.Sources, Source{Name: dir, Records: records})
		} else if !os.IsNotExist(err) && !strings.HasSuffix(dir, ".md") {
			t.Error(err)
		}
	}
	for _, a := range Answers(e) {
		for _, c := range a.Claims {
			if c.Missing && strings.HasPrefix(c.Command.String(), "run ") {
				t.Errorf("%s: %s", a.ID, c.Text)
			}
		}
	}
}
