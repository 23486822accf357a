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

// Percent writes a ratio as a change in percent with one digit behind the point,
// for text; from threefold on as a factor.
func Percent(ratio float64) string {
	switch {
	case none(ratio):
		return "?"
	case ratio >= factor:
		return fmt.Sprintf("×%.1f", ratio)
	}
	return signed(fmt.Sprintf("%+.1f %%", 100*(ratio-1)))
}

// Change writes a ratio as a change in percent with two digits, which no line
// breaks apart; from threefold on as a factor.
func Change(ratio float64) string {
	if p := 100 * (ratio - 1); ratio < factor && math.Abs(p) >= 9.95 {
		return signed(fmt.Sprintf("%+.0f", p)) + NBSP + "%"
	}
	return strings.ReplaceAll(Percent(ratio), " ", NBSP)
}

// Part writes a part as percent without the sign of that.
func Part(part float64) string {
	switch p := 100 * part; {
	case none(p):
		return "?"
	case math.Abs(p) >= 9.95:
		return signed(fmt.Sprintf("%.0f", p))
	}
	return signed(fmt.Sprintf("%.1f", 100*part))
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

// Shift writes a ratio as a change in percent with one digit behind the point
// where that tells more, for charts; from tenfold on as a factor.
func Shift(ratio float64) string {
	switch p := (ratio - 1) * 100; {
	case none(p):
		return "?"
	case ratio > 0 && p < -99:
		return Minus + fmt.Sprintf("%.1f", min(99.9, -p)) + NBSP + "%"
	case ratio >= 10:
		return "×" + Number(Round(ratio, 2))
	case math.Abs(p) < 0.05:
		return "0" + NBSP + "%"
	case math.Abs(p) < 9.95:
		return signed(fmt.Sprintf("%+.1f", p)) + NBSP + "%"
	default:
		return signed(fmt.Sprintf("%+.0f", p)) + NBSP + "%"
	}
}

// Lead writes by how much a winner is before the next: as Shift, but from
// threefold on as a factor.
func Lead(ratio float64) string {
	switch {
	case math.IsInf(ratio, 1):
		return "0 against more"
	case ratio >= factor:
		return "×" + Number(Round(ratio, 2))
	}
	return Shift(ratio)
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
