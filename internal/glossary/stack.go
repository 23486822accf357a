package glossary

import (
	"strings"

	"daxwait/internal/dump"
	"daxwait/internal/hang"
)

// isStack reports whether a text is no name: it has lines, or two functions with
// their offsets.
func isStack(text string) bool {
	return strings.Contains(text, "\n") || strings.Count(text, "+0x") > 1
}

// stacks says what the stacks of a text mean; nothing if it has none.
func (g *Glossary) stacks(text string) string {
	d := dump.Parse(text)
	if len(d.Tasks) == 0 {
		return ""
	}
	var b strings.Builder
	hang.Diagnose(d, "").Write(&b, g.Program)
	return b.String()
}
