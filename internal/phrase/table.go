package phrase

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Table is lines of cells. Text sets it for a terminal.
type Table struct {
	Head []string
	Rows [][]string
	// Right says which columns are set flush right.
	Right []bool
}

// Text writes the table with columns two spaces apart.
func (t *Table) Text(w io.Writer) error {
	width := make([]int, len(t.Head))
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i < len(t.Right) && t.Right[i] {
				cell = pad + cell
			} else {
				cell += pad
			}
			line.WriteString(cell + "  ")
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}
