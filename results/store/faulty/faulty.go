// Package faulty is a file system for tests, on which one call goes wrong.
//
// What its users get wrong is to test one fault: [Every] makes every call of what is
// tested the one that goes wrong, in each way.
package faulty

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"daxwait/results/store"
)

// Fault is how a call goes wrong.
type Fault int

// The faults. Of a process that is killed, and of a machine that loses power, nothing is
// done any more from the call on.
const (
	Fails   Fault = iota // the call fails, as on a full disk, and later ones do not
	Stays                // it and all writes after it fail
	Cut                  // a write does half, and fails
	Killed               // the process ends before it
	Halfway              // the process ends in the middle of a write
	Power                // the machine loses power: what was not synced is gone
	faults
)

func (f Fault) String() string {
	return [...]string{"fails", "stays", "cut", "killed", "halfway", "power"}[f]
}

// ErrEnded is the error of calls of a process that has ended.
var ErrEnded = errors.New("the process has ended")

// FS is the machine's file system, on which call number K goes wrong.
type FS struct {
	K     int
	Fault Fault
	// Calls is how many there were.
	Calls int
	dead  bool
	// unsynced are files by how much of them is on disk, names undone by power going.
	unsynced map[string]int64
	names    []func()
}

// Every calls do with each of its calls going wrong, in each way, and then after, until
// do makes fewer calls than that.
func Every(t *testing.T, do func(on store.FS) error, after func(t *testing.T, err error)) {
	t.Helper()
	for f := range faults {
		t.Run(f.String(), func(t *testing.T) {
			for k := 1; ; k++ {
				on := &FS{K: k, Fault: f}
				err := do(on)
				if on.Calls < k {
					if k == 1 {
						t.Fatal("no call was made")
					}
					if f != Power {
						return
					}
				}
				on.lose()
				after(t, err)
				if on.Calls < k { // power went behind the last
					return
				}
				if t.Failed() {
					t.Fatalf("call %d: %v", k, err)
				}
			}
		})
	}
}

// call counts a call, and returns whether it is to be made, whole or half.
func (s *FS) call(op, path string, write bool) (half bool, err error) {
	s.Calls++
	failed := &fs.PathError{Op: op, Path: path, Err: syscall.ENOSPC}
	switch {
	case s.dead:
		return false, ErrEnded
	case s.Calls < s.K || s.Calls > s.K && s.Fault != Stays:
		return false, nil
	}
	switch s.Fault {
	case Stays:
		if !write && s.Calls > s.K {
			return false, nil
		}
		return false, failed
	case Cut:
		return write, failed
	case Killed, Power:
		s.dead = true
		return false, ErrEnded
	case Halfway:
		s.dead = true
		return write, ErrEnded
	}
	return false, failed
}

// lose is the end of power: what is not on disk is gone.
func (s *FS) lose() {
	if s.Fault != Power {
		return
	}
	for path, size := range s.unsynced {
		if info, err := os.Stat(path); err == nil && info.Size() > size {
			_ = os.Truncate(path, size)
		}
	}
	for i := len(s.names) - 1; i >= 0; i-- {
		s.names[i]()
	}
}

// keep has a change of names undone by the end of power: path has again what it had.
func (s *FS) keep(path string) {
	data, err := os.ReadFile(path)
	s.names = append(s.names, func() {
		if err != nil {
			_ = os.Remove(path)
			return
		}
		_ = os.WriteFile(path, data, 0o666)
	})
}

// Open implements store.FS.
func (s *FS) Open(path string) (store.File, error) {
	if _, err := s.call("open", path, false); err != nil {
		return nil, err
	}
	f, err := store.Disk{}.Open(path)
	return s.file(f, err)
}

// Temp implements store.FS.
func (s *FS) Temp(dir, pattern string) (store.File, error) {
	if _, err := s.call("open", filepath.Join(dir, pattern), false); err != nil {
		return nil, err
	}
	f, err := store.Disk{}.Temp(dir, pattern)
	return s.file(f, err)
}

func (s *FS) file(f store.File, err error) (store.File, error) {
	if err != nil {
		return nil, err
	}
	size := int64(0)
	if info, err := os.Stat(f.Name()); err == nil {
		size = info.Size()
	}
	if s.unsynced == nil {
		s.unsynced = map[string]int64{}
	}
	if _, ok := s.unsynced[f.Name()]; !ok {
		s.unsynced[f.Name()] = size
	}
	return &file{File: f, on: s}, nil
}

// Rename implements store.FS.
func (s *FS) Rename(from, to string) error {
	if _, err := s.call("rename", from, false); err != nil {
		return err
	}
	if info, err := os.Stat(from); err == nil && info.Mode().IsRegular() {
		s.keep(from)
		s.keep(to)
	}
	if size, ok := s.unsynced[from]; ok {
		s.unsynced[to] = size
		delete(s.unsynced, from)
	}
	return store.Disk{}.Rename(from, to)
}

// Remove implements store.FS.
func (s *FS) Remove(path string) error {
	if _, err := s.call("remove", path, false); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		s.keep(path)
	}
	return store.Disk{}.Remove(path)
}

// Folder implements store.FS.
func (s *FS) Folder(path string) error {
	if _, err := s.call("mkdir", path, false); err != nil {
		return err
	}
	return store.Disk{}.Folder(path)
}

// SyncFolder implements store.FS: names are on disk then, of all folders, which is more
// than is asked for.
func (s *FS) SyncFolder(path string) error {
	if _, err := s.call("sync", path, false); err != nil {
		return err
	}
	s.names = nil
	return nil
}

// file is one that is written.
type file struct {
	store.File
	on *FS
}

func (f *file) Write(p []byte) (int, error) {
	half, err := f.on.call("write", f.Name(), true)
	if half {
		n, _ := f.File.Write(p[:len(p)/2])
		return n, err
	}
	if err != nil {
		return 0, err
	}
	return f.File.Write(p)
}

func (f *file) WriteAt(p []byte, at int64) (int, error) {
	half, err := f.on.call("write", f.Name(), true)
	if half {
		n, _ := f.File.WriteAt(p[:len(p)/2], at)
		return n, err
	}
	if err != nil {
		return 0, err
	}
	return f.File.WriteAt(p, at)
}

func (f *file) Truncate(size int64) error {
	if _, err := f.on.call("truncate", f.Name(), false); err != nil {
		return err
	}
	f.on.unsynced[f.Name()] = min(f.on.unsynced[f.Name()], size)
	return f.File.Truncate(size)
}

func (f *file) Chmod(mode fs.FileMode) error {
	if _, err := f.on.call("chmod", f.Name(), false); err != nil {
		return err
	}
	return f.File.Chmod(mode)
}

func (f *file) Sync() error {
	if _, err := f.on.call("sync", f.Name(), false); err != nil {
		return err
	}
	if info, err := os.Stat(f.Name()); err == nil {
		f.on.unsynced[f.Name()] = info.Size()
	}
	return nil // the machine does not lose power
}

// Close implements store.File; the file is closed in any case.
func (f *file) Close() error {
	_, err := f.on.call("close", f.Name(), false)
	return errors.Join(err, f.File.Close())
}
