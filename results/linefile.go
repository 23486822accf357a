package results

import (
	"errors"
	"os"
)

// LineFile is a file that grows by whole lines. Where one cannot be written, as on
// a full disk, no part of it stays.
type LineFile struct {
	f    *os.File
	size int64
}

// OpenLineFile opens a file, which it makes if need be, to go on behind its first
// bytes. What is behind those goes.
func OpenLineFile(path string, keep int64) (*LineFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return nil, err
	}
	if err := f.Truncate(keep); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &LineFile{f, keep}, nil
}

// Write adds lines, all or none. They are with the system when it returns.
func (l *LineFile) Write(lines []byte) (int, error) {
	n, err := l.f.WriteAt(lines, l.size)
	if err != nil {
		return 0, errors.Join(err, l.f.Truncate(l.size))
	}
	l.size += int64(n)
	return n, nil
}

// Name is the file's.
func (l *LineFile) Name() string { return l.f.Name() }

// Close puts the lines on disk, and closes the file.
func (l *LineFile) Close() error { return errors.Join(l.f.Sync(), l.f.Close()) }
