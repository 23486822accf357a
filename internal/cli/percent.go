package cli

import (
	"fmt"
	"strconv"
	"strings"
)

// parsePercent reads a part of something as "5%" or "0.05".
func parsePercent(text string) (float64, error) {
	number, percent := strings.CutSuffix(strings.ReplaceAll(text, " ", ""), "%")
	v, err := strconv.ParseFloat(number, 64)
	if percent {
		v /= 100
	}
	if err != nil || !(v >= 0 && v <= 1) {
		return 0, fmt.Errorf("--threshold %q: want a part from 0 to 1, or from 0%% to 100%%", text)
	}
	return v, nil
}
