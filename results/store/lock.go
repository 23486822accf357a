package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// LockFile is the name of the file in a folder by which one process holds it. It
// says which. A process that dies holds nothing.
const LockFile = ".lock"

// Busy is the error of a folder that another process is writing.
type Busy struct {
	Dir string
	// PID is the process's, or 0 if it does not say.
	PID int
}

func (b *Busy) Error() string {
	by := "another process"
	if b.PID != 0 {
		by = fmt.Sprintf("process %d", b.PID)
	}
	return fmt.Sprintf("%s is being written by %s: wait for it, or name another folder", b.Dir, by)
}

// Held is a folder that this process alone writes.
type Held struct{ lock *flock.Flock }

// Hold makes a folder if need be, and holds it, or returns [Busy].
func Hold(on FS, dir string) (*Held, error) {
	if err := On(on).Folder(dir); err != nil {
		return nil, err
	}
	name := filepath.Join(dir, LockFile)
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "lock", Path: name, Err: errors.New("is no regular file: remove it")}
	}
	for {
		lock := flock.New(name, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o666))
		ok, err := lock.TryLock()
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, &Busy{dir, holder(name)}
		}
		// The process that held it may have removed the file in between: then what is
		// locked here has no name, and another may lock the next of that name.
		mine, err := lock.Stat()
		if err != nil {
			return nil, errors.Join(err, lock.Close())
		}
		if there, err := os.Stat(name); err != nil || !os.SameFile(mine, there) {
			if err := lock.Close(); err != nil {
				return nil, err
			}
			continue
		}
		if err := os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o666); err != nil {
			return nil, errors.Join(err, lock.Close())
		}
		return &Held{lock}, nil
	}
}

// holder is the process that a lock's file names.
func holder(name string) int {
	text, err := os.ReadFile(name)
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return pid
}

// Release gives the folder up. The file goes first: who locks it now has a file
// without a name, and looks again.
func (h *Held) Release() error {
	if h == nil {
		return nil
	}
	_ = os.Remove(h.lock.Path()) // if it stays, nobody holds it
	return h.lock.Close()
}
