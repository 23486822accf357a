// Command daxwait compares wait-queue designs for the kernel's DAX entry locks.
package main

import (
	"os"

	"daxwait/internal/cli"
)

func main() {
	s := cli.Daxwait()
	s.Program = cli.Called(os.Args[0])
	s.Contain()
	os.Exit(s.Main(os.Args[1:], os.Stdout, os.Stderr))
}
