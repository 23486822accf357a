package flag

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Target is a folder that a flag names.
type Target struct{ flag, folder string }

// To is the folder that a flag names; an empty one is none.
func To(flag, folder string) Target { return Target{flag, folder} }

// Targets finds out before the work begins whether what it makes can be written:
// it makes the folders, and a file in each that it removes. Empty names are none.
func Targets(all ...Target) error {
	for _, t := range all {
		if t.folder == "" {
			continue
		}
		err := os.MkdirAll(t.folder, 0o777)
		if err == nil {
			err = probe(t.folder)
		}
		if err != nil {
			return Unwritable(In(t.flag, fmt.Errorf("%w; name another folder, or make that one writable", err)))
		}
	}
	return nil
}

// TargetFile is [Targets] for a file: its folder, unless it is there and no regular
// one, such as /dev/null.
func TargetFile(name, file string) error {
	switch info, err := os.Stat(file); {
	case file == "":
		return nil
	case err == nil && info.IsDir():
		return Misuse(In(name, fmt.Errorf("%s is a folder: name a file in it", file)))
	case err == nil && !info.Mode().IsRegular():
		return nil
	}
	return Targets(Target{name, filepath.Dir(file)})
}

func probe(dir string) error {
	f, err := os.CreateTemp(dir, ".daxwait-*")
	if err != nil {
		if p := (*os.PathError)(nil); errors.As(err, &p) {
			err = fmt.Errorf("%s: cannot write there: %w", dir, p.Err)
		}
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Unwritable is an error of what cannot be written: the words that name it are
// wrong, unless there is no more room.
func Unwritable(err error) error {
	if NoRoom(err) {
		return err
	}
	return Misuse(err)
}

// NoRoom reports whether a write failed for lack of room.
func NoRoom(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
