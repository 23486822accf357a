package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
)

// Kept is how many generations stay of files that were moved aside.
const Kept = 3

// Aside moves files of a folder, which is held, out of the way: to a folder DIR.1, what
// was there to DIR.2, and so on. Of the last generation the files go, and the folder if there
// is nothing else in it. It returns where the files are, or nothing if there was none.
func Aside(on FS, dir string, files ...string) (moved string, err error) {
	disk := On(on)
	if behind, err := filepath.EvalSymlinks(dir); err == nil {
		dir = behind
	}
	at := func(n int) string { return fmt.Sprintf("%s.%d", dir, n) }
	last := at(Kept)
	for _, name := range files {
		if err := disk.Remove(filepath.Join(last, name)); err != nil {
			return "", err
		}
	}
	if err := disk.Remove(last); err != nil {
		return "", fmt.Errorf("%w: there is more in it than results, so it stays: move it, or name another folder", err)
	}
	for n := Kept - 1; n > 0; n-- {
		if err := disk.Rename(at(n), at(n+1)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	if err := disk.Folder(at(1)); err != nil {
		return "", err
	}
	for _, name := range files {
		err := disk.Rename(filepath.Join(dir, name), filepath.Join(at(1), name))
		if err == nil {
			moved = at(1)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return moved, err
		}
	}
	return moved, errors.Join(disk.SyncFolder(at(1)), disk.SyncFolder(dir))
}
