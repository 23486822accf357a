package check

import (
	"fmt"
	"strconv"
	"strings"
)

// DefaultMemory is the limit on what a search has in memory where none is given.
const DefaultMemory = 1_600_000_000

// Memory writes bytes as ParseMemory reads them.
func Memory(bytes int64) string {
	for _, u := range units {
		if bytes >= u.bytes {
			return strconv.FormatFloat(float64(bytes)/float64(u.bytes), 'g', 3, 64) + u.name
		}
	}
	return strconv.FormatInt(bytes, 10) + "B"
}

var units = [...]struct {
	name  string
	bytes int64
}{{"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}}

// ParseMemory reads a size such as 500MB or 1.6GB.
func ParseMemory(text string) (bytes int64, err error) {
	for _, u := range units {
		number, ok := strings.CutSuffix(text, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(number, 64)
		if bytes = int64(n * float64(u.bytes)); err == nil && n > 0 && n < 1e6 && bytes >= leastMemory {
			return bytes, nil
		}
	}
	return 0, fmt.Errorf("want a size from %s on, such as 500MB or 1.6GB", Memory(leastMemory))
}

// leastMemory is enough to begin with.
const leastMemory = 1e6
