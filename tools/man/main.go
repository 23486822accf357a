// Command man writes the manual pages of daxwait and of each of its verbs into a
// folder, as daxwait-VERB.1. The same source gives the same bytes on each day.
//
//	go run ./tools/man DIR
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra/doc"

	"daxwait/internal/cli"
)

// dated is what the pages are dated: the newest day in CHANGELOG.md.
var dated = time.Date(2026, time.November, 27, 0, 0, 0, 0, time.UTC)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "man: want a folder: go run ./tools/man DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "man:", err)
		os.Exit(1)
	}
}

// write writes the pages into a folder, which is made if it is not there.
func write(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	root := cli.Daxwait().Root()
	root.DisableAutoGenTag = true
	return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "daxwait", Manual: "daxwait", Date: &dated}, dir)
}
