package store

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"
)

// Whole is a file that is to be written whole: where, and by what.
type Whole struct {
	Path  string
	Write func(io.Writer) error
	// Follow: the path may be a link, or no regular file, such as a pipe or /dev/null,
	// since somebody has named it. Else a link is replaced, and its target left alone.
	Follow bool
}

// WriteNamed writes a file that somebody has named: see [Whole.Follow].
func WriteNamed(path string, write func(io.Writer) error) error {
	return Write(nil, Whole{path, write, true})
}

// partMark is in the names of files that are not complete.
const partMark = ".part-"

// Write writes files beside their places, and moves them there when all are
// complete and on disk. If one cannot be written, all are as they were. What a
// process left that was killed in the middle goes.
func Write(on FS, files ...Whole) error {
	disk := On(on)
	var parts []part
	defer func() {
		for _, p := range parts {
			_ = errors.Join(disk.Remove(p.name), p.lock.Close()) // the error that led here says more
		}
	}()
	var folders []string
	for _, f := range files {
		place, mode, err := f.place()
		if err != nil {
			return err
		}
		if !mode.IsRegular() {
			if err := f.through(place); err != nil {
				return err
			}
			continue
		}
		if dir := filepath.Dir(place); !slices.Contains(folders, dir) {
			folders = append(folders, dir)
			sweep(disk, dir)
		}
		to, err := disk.Temp(filepath.Dir(place), "."+filepath.Base(place)+partMark+"*")
		if err != nil {
			return f.named(err)
		}
		p := part{name: to.Name(), place: place, lock: flock.New(to.Name())}
		parts = append(parts, p)
		if _, err := p.lock.TryLock(); err != nil { // a file system without locks: nothing sweeps there
			p.lock = flock.New(to.Name())
		}
		if err := f.fill(to, mode); err != nil {
			return f.named(err)
		}
	}
	for len(parts) > 0 {
		if err := disk.Rename(parts[0].name, parts[0].place); err != nil {
			return err
		}
		if err := parts[0].lock.Close(); err != nil {
			return err
		}
		parts = parts[1:]
	}
	for _, dir := range folders {
		if err := disk.SyncFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

// part is a file that is not complete; its lock says that somebody is at it.
type part struct {
	name, place string
	lock        *flock.Flock
}

// sweep removes parts of files that nobody is at. What cannot be removed stays:
// it is in nobody's way.
func sweep(disk FS, dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.HasPrefix(e.Name(), ".") || !strings.Contains(e.Name(), partMark) {
			continue
		}
		name := filepath.Join(dir, e.Name())
		lock := flock.New(name)
		if ok, err := lock.TryLock(); ok && err == nil {
			_ = disk.Remove(name)
		}
		_ = lock.Close()
	}
}

// place is where the file is and what mode it has or gets.
func (f Whole) place() (path string, mode fs.FileMode, err error) {
	path = f.Path
	stat := os.Lstat
	if f.Follow {
		stat = os.Stat
		if behind, err := filepath.EvalSymlinks(path); err == nil {
			path = behind
		}
	}
	info, err := stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, 0o644, nil
	case err != nil:
		return path, 0, err
	case info.IsDir():
		return path, 0, &fs.PathError{Op: "write", Path: f.Path, Err: errors.New("is a folder")}
	case info.Mode().Type() == fs.ModeSymlink: // and not followed
		return path, 0o644, nil
	case !info.Mode().IsRegular() && !f.Follow:
		return path, 0, &fs.PathError{Op: "write", Path: f.Path, Err: errors.New("is no regular file: remove it")}
	}
	return path, info.Mode(), nil
}

// fill writes the file to a part, which it closes.
func (f Whole) fill(part File, mode fs.FileMode) error {
	w := bufio.NewWriter(part)
	err := f.Write(w)
	for _, step := range []func() error{w.Flush, func() error { return part.Chmod(mode.Perm()) }, part.Sync} {
		if err == nil {
			err = step()
		}
	}
	if closing := part.Close(); err == nil {
		err = closing
	}
	return err
}

// through writes to what is there.
func (f Whole) through(path string) error {
	to, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	if err := f.Write(w); err != nil {
		return errors.Join(err, to.Close())
	}
	return errors.Join(w.Flush(), to.Close())
}

// named has an error name the file, not the part of it.
func (f Whole) named(err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		p.Path = f.Path
	}
	return err
}
