package ink

import (
	"image/color"
	"math"
)

// Hex is an opaque colour.
type Hex uint32

// RGBA implements [color.Color].
func (h Hex) RGBA() (r, g, b, a uint32) {
	return uint32(h>>16&0xFF) * 0x101, uint32(h>>8&0xFF) * 0x101, uint32(h&0xFF) * 0x101, 0xFFFF
}

// Blend is a colour on the way from one to another.
func Blend(from, to Hex, share float64) Hex {
	mix := func(shift int) Hex {
		a, b := float64(from>>shift&0xFF), float64(to>>shift&0xFF)
		return Hex(math.Round(a+(b-a)*share)) << shift
	}
	return mix(16) | mix(8) | mix(0)
}

// HexOf is a colour without its opacity.
func HexOf(c color.Color) Hex {
	r, g, b, _ := c.RGBA()
	return Hex(r>>8<<16 | g>>8<<8 | b>>8)
}

// Fade makes a colour translucent.
func Fade(c color.Color, alpha float64) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = uint8(255 * alpha)
	return n
}

// Colours of what is not a strategy.
const (
	Dark  Hex = 0x222222
	Muted Hex = 0x606060
	Faint Hex = 0xE6E6E6
	Axis  Hex = 0x999999
	Paper Hex = 0xFFFFFF
	Alarm Hex = 0xB02A00
)

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

// On is the colour of text on a ground: dark, or paper where that is read better.
func On(ground color.Color) Hex {
	if contrast(Paper, ground) > contrast(Dark, ground) {
		return Paper
	}
	return Dark
}
