package calibrate

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// daxFaults times read faults on a DAX file by pages of a size.
func daxFaults(file string, page int) (float64, error) {
	var st unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, file, 0, unix.STATX_BASIC_STATS, &st); err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	if st.Attributes_mask&st.Attributes&unix.STATX_ATTR_DAX == 0 {
		return 0, fmt.Errorf("%s is no DAX file, statx says; mount with -o dax=always", file)
	}
	return fileFaults(file, page)
}

// fileFaults times read faults on a file's mapping that are not the first.
func fileFaults(file string, page int) (ns float64, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return 0, err
	}
	size := min(st.Size(), area) / int64(page) * int64(page)
	if size == 0 {
		return 0, fmt.Errorf("%s has %d bytes, and this takes %d", file, st.Size(), page)
	}
	b, err := unix.Mmap(int(f.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return 0, fmt.Errorf("mmap %s: %w", file, err)
	}
	defer unix.Munmap(b)
	if page == huge && len(aligned(b)) != len(b) {
		return 0, errors.New("the file system does not map it at a multiple of 2 MiB")
	}
	if page == small {
		unix.Madvise(b, unix.MADV_NOHUGEPAGE) // refused where there are none
	}
	err = pinned([]int{0}, func() error {
		touch(b, page, false)
		if err := unix.Madvise(b, unix.MADV_DONTNEED); err != nil {
			return fmt.Errorf("madvise: %w", err)
		}
		ns, err = touched(b, page, false)
		return err
	})
	return ns, err
}
