package words

import (
	"fmt"
	"io"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// WriteIntegrity says what is wrong with a folder, or that nothing is.
func WriteIntegrity(w io.Writer, i *results.Integrity) {
	state := "as it was written"
	switch {
	case len(i.Wrong) != 0:
		state = "WRONG"
	case len(i.Missing) != 0:
		state = "not complete"
	}
	fmt.Fprintf(w, "%s: %s, %s", i.Dir, phrase.Count(i.Records, "record"), state)
	if i.Unsealed != 0 {
		fmt.Fprintf(w, "; %d have no checksum: an older version wrote them", i.Unsealed)
	}
	fmt.Fprintln(w)
	const few = 10
	for _, list := range [][]string{i.Wrong, i.Missing} {
		for n, what := range list {
			if n == few {
				fmt.Fprintf(w, "  and %d more\n", len(list)-few)
				break
			}
			fmt.Fprintf(w, "  %s\n", what)
		}
	}
}
