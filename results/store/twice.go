package store

import "bytes"

// Twice returns the key, as it is written, that an object in well-formed JSON has
// twice, or one in it; empty if there is none. The decoder takes the last of two
// without a word.
func Twice(object []byte) string {
	var open [][][]byte // keys of each object that is open; an array is nil
	for i := 0; i < len(object); i++ {
		switch object[i] {
		case '{':
			open = append(open, make([][]byte, 0, 16))
		case '[':
			open = append(open, nil)
		case '}', ']':
			open = open[:max(0, len(open)-1)]
		case '"':
			end := i + 1
			for end < len(object) && object[end] != '"' {
				if object[end] == '\\' {
					end++
				}
				end++
			}
			key, behind := object[i+1:min(end, len(object))], end+1
			for behind < len(object) && bytes.IndexByte([]byte(" \t\r\n"), object[behind]) >= 0 {
				behind++
			}
			if top := len(open) - 1; top >= 0 && open[top] != nil && behind < len(object) && object[behind] == ':' {
				for _, k := range open[top] {
					if bytes.EqualFold(k, key) {
						return string(key)
					}
				}
				open[top] = append(open[top], key)
			}
			i = end
		}
	}
	return ""
}
