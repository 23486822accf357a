package flag

import (
	"errors"
	"strconv"
	"strings"
)

// ParsePercent reads a part of something as "5%" or "0.05".
func ParsePercent(text string) (float64, error) {
	number, percent := strings.CutSuffix(strings.ReplaceAll(text, " ", ""), "%")
	v, err := strconv.ParseFloat(number, 64)
	if percent {
		v /= 100
	}
	if err != nil || strings.ContainsAny(number, "xX_") || !(v >= 0 && v <= 1) {
		return 0, errors.New("want a part from 0 to 1, or from 0% to 100%")
	}
	return v, nil
}
