// Command daxwait compares wait-queue designs for the kernel's DAX entry locks.
package main

import (
	"os"

	"daxwait/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
