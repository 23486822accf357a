package phrase

import "strings"

// Fence is what stands before and behind lines of Markdown that are taken as they
// are: longer than what is in them.
func Fence(text string) string {
	fence := "```"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	return fence
}
