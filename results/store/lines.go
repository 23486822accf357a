package store

import (
	"errors"
	"io/fs"
	"os"
)

// SyncBytes is after how many bytes of lines these are put on disk: some hundred
// records. A sync costs milliseconds, as much as some records take to make;
// BenchmarkAppend has what each choice costs.
const SyncBytes = 1 << 20

// Lines is a file that grows by whole lines. Where one cannot be written, as on a
// full disk, no part of it stays.
type Lines struct {
	f    File
	size int64
	// unsynced is how much of it may not be on disk.
	unsynced int64
	// Every is SyncBytes, if it is 0.
	Every int64
}

// OpenLines opens a file, which it makes if need be, to go on behind its first
// bytes. What is behind those goes.
func OpenLines(on FS, path string, keep int64) (*Lines, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "write", Path: path, Err: errors.New("is no regular file: remove it")}
	}
	f, err := On(on).Open(path)
	if err != nil {
		return nil, err
	}
	if err := f.Truncate(keep); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Lines{f: f, size: keep, Every: SyncBytes}, nil
}

// Write adds lines, all or none. They are with the system when it returns.
func (l *Lines) Write(lines []byte) (int, error) {
	n, err := l.f.WriteAt(lines, l.size)
	if err != nil {
		return 0, errors.Join(err, l.f.Truncate(l.size))
	}
	l.size += int64(n)
	if l.unsynced += int64(n); l.unsynced >= l.Every {
		l.unsynced = 0
		return n, l.f.Sync()
	}
	return n, nil
}

// Name is the file's.
func (l *Lines) Name() string { return l.f.Name() }

// Size is how long the file is, in bytes.
func (l *Lines) Size() int64 { return l.size }

// Close puts the lines on disk, and closes the file.
func (l *Lines) Close() error { return errors.Join(l.f.Sync(), l.f.Close()) }
