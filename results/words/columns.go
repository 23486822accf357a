package words

import (
	"fmt"
	"io"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// columnWidth is the least width of a task's column.
const columnWidth = 22

// WriteColumns writes a schedule as a column for each task. A bar stands in the
// column of a task that holds an entry, a z and the key in that of one asleep.
func WriteColumns(w io.Writer, c *results.Columns) {
	fmt.Fprintf(w, "%s in %s", c.Strategy, c.Scenario)
	if c.Kind != "" {
		fmt.Fprintf(w, ": %s", c.Kind)
	}
	entries := c.Entries
	if entries == "" {
		entries = "none"
	}
	fmt.Fprintf(w, "\nentries at first: %s\n\n", entries)

	widths := make([]int, len(c.Tasks))
	heads := make([]string, len(c.Tasks))
	for i, task := range c.Tasks {
		heads[i] = fmt.Sprintf("%d %s", i, task)
		widths[i] = max(columnWidth, len(heads[i]))
	}
	for n, s := range c.Steps {
		for _, d := range s.Does {
			widths[s.Task] = max(widths[s.Task], len(d))
		}
		for id := range widths {
			widths[id] = max(widths[id], len(meanwhile(c, n+1, id)))
		}
	}
	writeRow(w, "step", heads, widths)
	for n, s := range c.Steps {
		for line := range max(1, len(s.Does)) {
			cells := make([]string, len(c.Tasks))
			for id := range cells {
				cells[id] = meanwhile(c, n, id)
			}
			if line < len(s.Does) {
				cells[s.Task] = s.Does[line]
			}
			number := ""
			if line == 0 {
				number = fmt.Sprint(n + 1)
			}
			writeRow(w, number, cells, widths)
		}
		if n+1 == c.NoReturn {
			fmt.Fprintf(w, "      ---- after this line no schedule can prevent it ----\n")
		}
	}
	last := make([]string, len(c.Tasks))
	for id := range last {
		last[id] = meanwhile(c, len(c.Steps), id)
		if len(c.Steps) != 0 && c.Steps[len(c.Steps)-1].After[id].Status == "finished" {
			last[id] = "finished"
		}
	}
	writeRow(w, "", last, widths)
	fmt.Fprintf(w, "\n%s\n", phrase.Wrap(c.Ending, 78))
}

// meanwhile says what a task does before step n while others step.
func meanwhile(c *results.Columns, n, id int) string {
	if n == 0 {
		return ""
	}
	switch s := c.Steps[n-1].After[id]; {
	case s.Holds != "" && s.Status == "blocked":
		return "| holds " + s.Holds + ", blocked"
	case s.Holds != "":
		return "| holds " + s.Holds
	case s.Key != "":
		return "z " + s.Key
	}
	return ""
}

func writeRow(w io.Writer, number string, cells []string, widths []int) {
	line := fmt.Sprintf("%4s  ", number)
	for i, cell := range cells {
		line += fmt.Sprintf("%-*s  ", widths[i], cell)
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
}
