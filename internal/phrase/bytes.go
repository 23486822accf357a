package phrase

import (
	"fmt"
	"strconv"
	"strings"
)

// Bytes writes bytes as ParseBytes reads them.
func Bytes(bytes int64) string {
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

// ParseBytes reads a size such as 500MB or 1.6GB, which is least or more.
func ParseBytes(text string, least int64) (bytes int64, err error) {
	for _, u := range units {
		number, ok := strings.CutSuffix(text, u.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(number, 64)
		if bytes = int64(n * float64(u.bytes)); err == nil && n > 0 && n < 1e6 && bytes >= least {
			return bytes, nil
		}
	}
	return 0, fmt.Errorf("want a size from %s on, such as 500MB or 1.6GB", Bytes(least))
}
