package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// heatColor is blue for better and orange for worse, white between.
func heatColor(heat float64) color.Color {
	end := hex(0x0072B2)
	if heat < 0 {
		end, heat = 0xD55E00, -heat
	}
	// More colour for small changes: most are.
	return blend(paper, end, math.Pow(heat, 0.75))
}

// luminance is the relative luminance of a colour, 0 to 1.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		if x := float64(v) / 0xFFFF; x > 0.04045 {
			return math.Pow((x+0.055)/1.055, 2.4)
		} else {
			return x / 12.92
		}
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// contrast is how well one colour is read on another, 1 to 21.
func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// drawScale draws the colour scale.
func drawScale(c draw.Canvas, x, y vg.Length, m *results.Metric, scale float64) {
	f := face{textSize, false, muted}
	const steps, width, height = 21, 5, 7
	better := 1.0
	if !m.HigherBetter {
		better = -1
	}
	left, right := "worse: "+phrase.Shift(1/scale)+" or less", "better: "+phrase.Shift(scale)+" or more"
	if better < 0 {
		left, right = "better: "+phrase.Shift(1/scale)+" or less", "worse: "+phrase.Shift(scale)+" or more"
	}
	f.level(c, x, y+height/2, 0, left)
	x += f.width(left) + 5
	for i := range steps {
		heat := better * (2*float64(i)/(steps-1) - 1)
		at := x + vg.Length(i)*width
		fill(c, heatColor(heat), rect(at, y, at+width, y+height))
	}
	f.level(c, x+steps*width+5, y+height/2, 0, right)
}
