package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// FS is all that changes files: one call is one thing that may fail, or be the last
// before the process or the machine dies. Reading is not part of it.
type FS interface {
	// Open opens a file for writing, which it makes if need be.
	Open(path string) (File, error)
	// Temp makes a file with a new name: see [os.CreateTemp].
	Temp(dir, pattern string) (File, error)
	Rename(from, to string) error
	// Remove removes a file or an empty folder; one that is not there is no error.
	Remove(path string) error
	// Folder makes a folder and those above it.
	Folder(path string) error
	// SyncFolder puts the names in a folder on disk.
	SyncFolder(path string) error
}

// File is a file that is written.
type File interface {
	io.Writer
	io.WriterAt
	Name() string
	Truncate(size int64) error
	Chmod(fs.FileMode) error
	// Sync puts what was written on disk.
	Sync() error
	Close() error
}

// Disk is the FS of the machine.
type Disk struct{}

// On is the FS itself, or the machine's for none.
func On(f FS) FS {
	if f == nil {
		return Disk{}
	}
	return f
}

// Open implements FS.
func (Disk) Open(path string) (File, error) { return os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o666) }

// Temp implements FS.
func (Disk) Temp(dir, pattern string) (File, error) { return os.CreateTemp(dir, pattern) }

// Rename implements FS.
func (Disk) Rename(from, to string) error { return os.Rename(from, to) }

// Remove implements FS.
func (Disk) Remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Folder implements FS.
func (Disk) Folder(path string) error { return os.MkdirAll(path, 0o777) }

// SyncFolder implements FS. Where a system has no such call, names are on disk when it
// says so.
func (Disk) SyncFolder(path string) error {
	d, err := os.Open(filepath.Clean(path))
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
