package step

import (
	"fmt"
	"path"
	"runtime"
	"strings"
)

// Hider is a [Host] that hides the entries of files from tasks that do not have
// their xa_lock.
type Hider interface {
	// Hidden returns the files whose entries are.
	Hidden() []uint32
}

// blame says a panic in words, while it is recovered from. One of the tree of
// entries while that is hidden is the fault of who has not locked it.
func (c *Coroutine) blame(panicked any) string {
	in, where := origin()
	if h, ok := c.host.(Hider); ok && in == "xarray" {
		if files := h.Hidden(); len(files) == 1 {
			return fmt.Sprintf("uses the tree of file %d without xa_lock%s", files[0], where)
		} else if len(files) != 0 {
			return "uses the tree of a file without xa_lock" + where
		}
	}
	return fmt.Sprintf("panics: %v%s", panicked, where)
}

// origin returns the package that panicked, and the first line behind that
// which is none of the model's, if there is one.
func origin() (in, where string) {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	for {
		f, more := frames.Next()
		pkg, _, _ := strings.Cut(path.Base(f.Function), ".")
		switch {
		case strings.HasPrefix(f.Function, "runtime."), pkg == "step" && in == "":
			// how it comes to be recovered from
		case pkg == "step" || !more:
			return in, ""
		default:
			if in == "" {
				in = pkg
			}
			if !strings.HasPrefix(f.Function, "daxwait/daxcore") || strings.HasSuffix(f.File, "_test.go") {
				return in, fmt.Sprintf(", at %s/%s:%d", path.Base(path.Dir(f.File)), path.Base(f.File), f.Line)
			}
		}
	}
}
