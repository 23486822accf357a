package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/module"
	"daxwait/internal/command"
)

// NewOptions are the flags of new.
type NewOptions struct {
	// Suite is a checkout of the suite, or a folder in one.
	Suite string
}

func (s *Suite) newCommand() *cobra.Command {
	o := NewOptions{Suite: "."}
	c := &cobra.Command{
		Use:   "new DIR",
		Short: "Write a module of your own for a design in Go",
		Long: `new writes a Go module into a new folder: a design to change, its test, and the
whole command with that design in its catalogue. The module uses the checkout that
new is run in, or that of --suite, by a replace; what that needs was fetched with
it, so no network is needed. The module and its design are called as the folder.

In it, go run . is this command, go test searches all interleavings of all
scenarios, and go test -bench . simulates the design beside upstream.`,
		Example: `  daxwait new ../mine
  daxwait new --suite ~/src/suite /tmp/mine`,
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: flag.Folders,
		RunE: func(c *cobra.Command, args []string) error {
			if name := module.Name(args[0]); s.Catalogue.Has(name) || name == "all" {
				return flag.Misusef("%s: its design would be called %s, which names another already; name another folder", args[0], name)
			}
			return New(c.OutOrStdout(), args[0], o)
		},
	}
	c.Flags().StringVar(&o.Suite, "suite", o.Suite, "`FOLDER` of a checkout of the suite")
	flag.CompleteFolders(c, "suite")
	return c
}

// New writes a module into a folder, and says what to do in it.
func New(stdout io.Writer, dir string, o NewOptions) error {
	files, err := module.Write(dir, o.Suite)
	if err != nil {
		return flag.Misuse(err)
	}
	_, err = fmt.Fprintf(stdout, "in %s: %s\nnext: cd %s, then go test, or go run . judge %s; change design.go, and again\n",
		dir, strings.Join(files, ", "), command.Quote(dir), module.Name(dir))
	return err
}
