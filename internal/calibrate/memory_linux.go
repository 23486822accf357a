package calibrate

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The sizes of pages.
const (
	small = 4 << 10
	huge  = 2 << 20
)

// area is how much memory a step uses.
const area = 64 << 20

// memory maps anonymous memory that begins at a multiple of 2 MiB, has f use
// it, and unmaps it.
func memory(advice int, f func(b []byte) error) error {
	all, err := unix.Mmap(-1, 0, area+huge, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return fmt.Errorf("mmap: %w", err)
	}
	defer unix.Munmap(all)
	b := aligned(all)[:area]
	if err := unix.Madvise(b, advice); err != nil && advice != unix.MADV_NOHUGEPAGE {
		return fmt.Errorf("madvise: %w", err)
	}
	return pinned([]int{0}, func() error { return f(b) })
}

// aligned cuts off what comes before a multiple of 2 MiB.
func aligned(b []byte) []byte {
	at := uintptr(unsafe.Pointer(&b[0]))
	skip := int(-at & (huge - 1))
	return b[min(skip, len(b)):]
}

// faults times faults on anonymous memory by pages of a size.
func faults(page int, write bool) (ns float64, err error) {
	advice := unix.MADV_NOHUGEPAGE
	if page == huge {
		if err := hugePages(); err != nil {
			return 0, err
		}
		advice = unix.MADV_HUGEPAGE
	}
	err = memory(advice, func(b []byte) error {
		touch(b, page, write) // page tables
		if err := unix.Madvise(b, unix.MADV_DONTNEED); err != nil {
			return fmt.Errorf("madvise: %w", err)
		}
		ns, err = touched(b, page, write)
		return err
	})
	return ns, err
}

// hugePages says why there are none.
func hugePages() error {
	const file = "/sys/kernel/mm/transparent_hugepage/enabled"
	data, err := os.ReadFile(file)
	switch {
	case err != nil:
		return errors.New("the kernel has no transparent huge pages")
	case strings.Contains(string(data), "[never]"):
		return errors.New("transparent huge pages are off: " + file + " says never")
	}
	return nil
}

// toucher returns what reads or writes a byte of page i.
func toucher(b []byte, page int, write bool) func(i int) {
	if write {
		return func(i int) { b[i*page] = 1 }
	}
	return func(i int) {
		if b[i*page] == 1 { // it is not, but has to be read for that
			b[0] = b[i*page]
		}
	}
}

// touch touches all pages.
func touch(b []byte, page int, write bool) {
	t := toucher(b, page, write)
	for i := range len(b) / page {
		t(i)
	}
}

// touched times touch, for each page, and makes sure that each was one fault.
func touched(b []byte, page int, write bool) (float64, error) {
	pages := len(b) / page
	before, err := faulted()
	if err != nil {
		return 0, err
	}
	took := each(pages, toucher(b, page, write))
	after, err := faulted()
	if err != nil {
		return 0, err
	}
	if n := after - before; n < pages || n > pages+pages/4+4 {
		return 0, fmt.Errorf("%d pages of %d KiB took %d faults: the kernel chose another size", pages, page>>10, n)
	}
	return took, nil
}

// faulted returns how many faults the thread has had.
func faulted() (int, error) {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &u); err != nil {
		return 0, fmt.Errorf("getrusage: %w", err)
	}
	return int(u.Minflt + u.Majflt), nil
}

// unmap times madvise(MADV_DONTNEED) of single pages.
func unmap() (ns float64, err error) {
	err = memory(unix.MADV_NOHUGEPAGE, func(b []byte) error {
		const pages = 2000
		touch(b[:pages*small], small, true)
		ns = each(pages, func(i int) {
			if e := unix.Madvise(b[i*small:(i+1)*small], unix.MADV_DONTNEED); e != nil {
				err = e
			}
		})
		return err
	})
	return ns, err
}

// clears times the clearing of pages.
func clears(page int) (ns float64, err error) {
	err = memory(unix.MADV_HUGEPAGE, func(b []byte) error {
		touch(b, small, true)
		ns = each(area/page, func(i int) { clear(b[i*page : (i+1)*page]) })
		return nil
	})
	return ns, err
}

// copies times the copying of pages.
func copies() (ns float64, err error) {
	err = memory(unix.MADV_HUGEPAGE, func(b []byte) error {
		touch(b, small, true)
		from, to := b[:area/2], b[area/2:]
		ns = each(area/2/small, func(i int) { copy(to[i*small:(i+1)*small], from[i*small:]) })
		return nil
	})
	return ns, err
}
