package dump

import (
	"regexp"
	"strings"
	"unicode/utf16"
)

// colour is what dmesg --color puts around its words.
var colour = regexp.MustCompile(`\x1b\[[0-9;]{0,16}[A-Za-z]`)

// plain is a text without what a terminal or another system has put into it: colours,
// the mark of an encoding, and UTF-16, in which PowerShell writes what WSL shows.
func plain(text string) string {
	if one, two := strings.HasPrefix(text, "\xff\xfe"), strings.HasPrefix(text, "\xfe\xff"); one || two {
		units := make([]uint16, 0, len(text)/2)
		for i := 2; i+1 < len(text); i += 2 {
			unit := uint16(text[i]) | uint16(text[i+1])<<8
			if two {
				unit = unit<<8 | unit>>8
			}
			units = append(units, unit)
		}
		text = string(utf16.Decode(units))
	}
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.Contains(text, "\x1b[") {
		text = colour.ReplaceAllString(text, "")
	}
	return strings.ReplaceAll(text, "\x00", "\r") // what a crash leaves in a log on disk
}
