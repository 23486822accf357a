package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daxwait/internal/cli"
)

// TestPages: each verb has a page with its name and its section, and the same
// source gives the same bytes.
func TestPages(t *testing.T) {
	dir, again := t.TempDir(), t.TempDir()
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	if err := write(again); err != nil {
		t.Fatal(err)
	}
	verbs := 0
	for _, c := range cli.Daxwait().Root().Commands() {
		if !c.IsAvailableCommand() {
			continue
		}
		verbs++
		file := "daxwait-" + c.Name() + ".1"
		page, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Error(err)
			continue
		}
		if text := string(page); !strings.Contains(text, `.TH "DAXWAIT-`+strings.ToUpper(c.Name())+`" "1" "Nov 2026" "daxwait"`) || !strings.Contains(text, c.Short) {
			t.Errorf("%s does not begin as it should:\n%.200s", file, text)
		}
		if other, _ := os.ReadFile(filepath.Join(again, file)); !bytes.Equal(page, other) {
			t.Errorf("%s is not the same bytes twice", file)
		}
	}
	if verbs < 10 {
		t.Errorf("only %d verbs", verbs)
	}
}

func TestPagesHaveTheDateOfTheChanges(t *testing.T) {
	changes, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	newest := ""
	for _, day := range regexp.MustCompile(`\b\d{4}-\d\d-\d\d\b`).FindAllString(string(changes), -1) {
		newest = max(newest, day)
	}
	if got := dated.Format("2006-01-02"); got != newest {
		t.Errorf("pages are dated %s, and CHANGELOG.md has %s", got, newest)
	}
}
