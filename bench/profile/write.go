package profile

import (
	"bytes"
	"fmt"
	"io"

	"daxwait/internal/toml"
)

// Write writes a profile as a file. Read gives it back.
func Write(w io.Writer, p *Profile) error {
	if !toml.WellNamed(p.Name) {
		return fmt.Errorf("the name is %q; want letters, digits, dots and dashes", p.Name)
	}
	var b bytes.Buffer
	if err := writeText(&b, "name", p.Name); err != nil {
		return err
	}
	if err := writeText(&b, "about", p.About); err != nil {
		return err
	}
	if err := writeText(&b, "scheduler", string(p.Scheduler)); err != nil {
		return err
	}
	for _, k := range Kinds() {
		price := *Price(&p.Profile, k)
		switch {
		case price.Mean < 0 || price.Mean > mostNS:
			return fmt.Errorf("%s: %s cannot be %d ns; want 0 ns to 10 s", p.Name, k, price.Mean)
		case price.Mean != 0 && p.Sources[k] == "":
			return fmt.Errorf("%s: %s costs %d ns and has no source", p.Name, k, price.Mean)
		case price.Mean == 0 && !price.Drawn && p.Sources[k] == "":
			continue
		}
		fmt.Fprintf(&b, "\n[%s]\nns = %d\n", k, price.Mean)
		if w := p.Ranges[k]; w.Known() {
			if !(w.Low >= 0 && w.Low <= price.Mean && price.Mean <= w.High && w.High <= mostNS) {
				return fmt.Errorf("%s: %s costs %d ns and lies between %d and %d", p.Name, k, price.Mean, w.Low, w.High)
			}
			fmt.Fprintf(&b, "low = %d\nhigh = %d\n", w.Low, w.High)
		}
		if price.Drawn {
			b.WriteString("draw = \"exponential\"\n")
		}
		if err := writeText(&b, "source", p.Sources[k]); err != nil {
			return err
		}
	}
	_, err := b.WriteTo(w)
	return err
}

// writeText writes a key and a text, if there is one.
func writeText(w io.Writer, key, text string) error {
	if text == "" {
		return nil
	}
	return toml.Write(w, key, text)
}
