package phrase

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

const (
	// Minus is the sign, not the hyphen.
	Minus = "\u2212"
	// NBSP is a space where no line ends.
	NBSP = "\u00a0"
)

// signed writes a formatted number with the minus sign for its hyphen.
func signed(number string) string { return strings.ReplaceAll(number, "-", Minus) }

// none reports whether v is no number that can be written.
func none(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }

// factor is the ratio from which a change is written as a factor.
const factor = 3

// Change writes a ratio as a change in percent with two digits, which no line
// breaks apart; from threefold on as a factor. None at all is 0, without a sign;
// what rounding would make none keeps its sign.
func Change(ratio float64) string {
	digits := 2
	switch p := 100 * (ratio - 1); {
	case none(p):
		return "?"
	case p == 0:
		return "0" + NBSP + "%"
	case ratio >= factor:
		return "×" + Number(Round(ratio, 2))
	case ratio > 0 && p < -99:
		return Minus + fmt.Sprintf("%.1f", min(99.9, -p)) + NBSP + "%"
	case math.Abs(p) >= 9.95:
		digits = 0
	case math.Abs(p) >= 0.095:
		digits = 1
	}
	return signed(fmt.Sprintf("%+.*f", digits, 100*(ratio-1))) + NBSP + "%"
}

// Size is a change without its sign.
func Size(ratio float64) string { return strings.TrimLeft(Change(ratio), "+"+Minus) }

// Bounds writes the ends of an interval of a change, by [Change] or [Size]; none
// if it has an end that is no number.
func Bounds(lo, hi float64, write func(float64) string) string {
	if none(lo) || none(hi) {
		return ""
	}
	bare := func(v float64) string { return strings.TrimSuffix(write(v), NBSP+"%") }
	return "[" + bare(lo) + "," + NBSP + bare(hi) + "]"
}

// Number writes a number with three digits at most, but all of whole ones below a
// million.
func Number(v float64) string {
	switch a := math.Abs(v); {
	case none(v):
		return "?"
	case a >= 999_999.5:
		return signed(plain(round3(v/1e6))) + NBSP + "M"
	case a >= 9999.5:
		s := strconv.FormatFloat(v, 'f', 0, 64)
		return signed(s[:len(s)-3] + NBSP + s[len(s)-3:])
	case a >= 1000:
		return signed(strconv.FormatFloat(v, 'f', 0, 64))
	case a == 0:
		return "0"
	case a < 1e-3:
		return signed(strconv.FormatFloat(v, 'g', 2, 64))
	}
	return signed(plain(round3(v)))
}

// plain writes a number without an exponent.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Round keeps that many digits.
func Round(v float64, digits int) float64 {
	if v == 0 || none(v) {
		return v
	}
	p := math.Pow(10, float64(digits-1)-math.Floor(math.Log10(math.Abs(v))))
	if math.IsInf(p, 0) || p == 0 {
		return v
	}
	return math.Round(v*p) / p
}

// Share writes a part as percent with three digits at most.
func Share(part float64) string { return Number(100*part) + NBSP + "%" }

// Brief writes a number with two digits.
func Brief(v float64) string {
	if v = Round(v, 2); v >= 1 && v < 10 {
		return fmt.Sprintf("%.1f", v)
	}
	return Number(v)
}

// RoundUp is a bound with two digits that still holds.
func RoundUp(v float64) float64 {
	if r := Round(v, 2); r >= v {
		return r
	}
	return Round(v*1.05, 2)
}
