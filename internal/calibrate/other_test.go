//go:build !linux

package calibrate

import "testing"

func TestElsewhereItSaysSo(t *testing.T) {
	if _, err := Run(t.Context(), Options{}, nil); err == nil {
		t.Error("it measures")
	}
}
