package calibrate

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The operations of futex(2), private to the process.
const (
	futexWaitBitset = 9 | 128
	futexWakeBitset = 10 | 128

	allBits = 1<<32 - 1
)

// errLate is that a thread was not woken.
var errLate = fmt.Errorf("a thread was not woken within two seconds; %w", errBusy)

// futexWait sleeps while the word is value, and reports whether it slept and
// was woken.
func futexWait(word *uint32, value, bits uint32) (bool, error) {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		return false, err
	}
	now.Sec += 2
	_, _, e := unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWaitBitset, uintptr(value),
		uintptr(unsafe.Pointer(&now)), 0, uintptr(bits))
	switch e {
	case 0:
		return true, nil
	case unix.EAGAIN, unix.EINTR:
		return false, nil
	case unix.ETIMEDOUT:
		return false, errLate
	}
	return false, e
}

// futexWake wakes up to n and returns how many.
func futexWake(word *uint32, n int, bits uint32) int {
	woken, _, _ := unix.Syscall6(unix.SYS_FUTEX, uintptr(unsafe.Pointer(word)), futexWakeBitset, uintptr(n), 0, 0, uintptr(bits))
	return int(woken)
}

func wakeNobody() (ns float64, err error) {
	var word uint32
	err = pinned([]int{0}, func() error {
		ns = each(20000, func(int) { futexWake(&word, 1, allBits) })
		return nil
	})
	return ns, err
}

func waitRefused() (ns float64, err error) {
	var word uint32
	err = pinned([]int{0}, func() error {
		ns = each(20000, func(int) { futexWait(&word, 1, allBits) })
		return nil
	})
	return ns, err
}
