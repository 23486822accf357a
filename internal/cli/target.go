package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"daxwait/internal/cli/flag"
)

// target is a folder that a flag names.
type target struct{ flag, folder string }

// targets finds out before the work begins whether what it makes can be written:
// it makes the folders, and a file in each that it removes. Empty names are none.
func targets(all ...target) error {
	for _, t := range all {
		if t.folder == "" {
			continue
		}
		err := os.MkdirAll(t.folder, 0o777)
		if err == nil {
			err = probe(t.folder)
		}
		if err != nil {
			return unwritable(flag.In(t.flag, fmt.Errorf("%w; name another folder, or make that one writable", err)))
		}
	}
	return nil
}

// targetFile is targets for a file: its folder, unless it is there and no regular
// one, such as /dev/null.
func targetFile(name, file string) error {
	switch info, err := os.Stat(file); {
	case file == "":
		return nil
	case err == nil && info.IsDir():
		return flag.Misuse(flag.In(name, fmt.Errorf("%s is a folder: name a file in it", file)))
	case err == nil && !info.Mode().IsRegular():
		return nil
	}
	return targets(target{name, filepath.Dir(file)})
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

// unwritable is an error of what cannot be written: the words that name it are
// wrong, unless there is no more room.
func unwritable(err error) error {
	if noRoom(err) {
		return err
	}
	return flag.Misuse(err)
}

// noRoom reports whether a write failed for lack of room.
func noRoom(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG)
}
