//go:build unix

package results

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSweep: what a process has left that is no more is removed, and nothing else.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	ended := exec.Command(os.Args[0], "-test.run=^$")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	id := ended.Process.Pid
	part, err := os.CreateTemp(dir, partOf("curves-a.png"))
	if err != nil {
		t.Fatal(err)
	}
	part.Close()
	here := thisMachine()
	left := fmt.Sprintf(".curves-a.png-%s-%d-123", here, id)
	keep := []string{
		filepath.Base(part.Name()),                          // this process writes it
		fmt.Sprintf(".curves-a.png-%s-1-123", here),         // another that there is
		fmt.Sprintf(".curves-a.png-%08x-%d-123", 0xabc, id), // of another machine
		fmt.Sprintf("curves-a.png-%s-%d-123", here, id),     // no part
		fmt.Sprintf(".curves-a.png-%s-%d", here, id),
		fmt.Sprintf(".curves-a.png-%s-%d-123x", here, id),
		fmt.Sprintf(".curves-a.png-%s-0-123", here),
		fmt.Sprintf(".curves-a.png-%s-99999999999999999999-123", here),
		"curves-a.png", ".hidden",
	}
	for _, name := range append([]string{left}, keep...) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	folder := fmt.Sprintf(".folder-%s-%d-123", here, id)
	if err := os.Mkdir(filepath.Join(dir, folder), 0o777); err != nil {
		t.Fatal(err)
	}
	keep = append(keep, folder)
	sweep(dir)
	var there []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		there = append(there, e.Name())
	}
	slices.Sort(keep)
	if !slices.Equal(there, keep) {
		t.Errorf("there are\n%s\nwant\n%s", strings.Join(there, "\n"), strings.Join(keep, "\n"))
	}
	sweep(filepath.Join(dir, "none"))
}
