package contain_test

import (
	"testing"

	"daxwait/internal/contain"
)

func TestWhose(t *testing.T) {
	const std = "/usr/local/go/src/"
	for _, c := range []struct{ std, function, file, want string }{
		{std, "runtime.gopark", std + "runtime/proc.go", "go"},
		{std, "sync.(*Mutex).Lock", std + "sync/mutex.go", "go"},
		{std, "internal/sync.(*Mutex).Lock", std + "internal/sync/mutex.go", "go"},
		{std, "daxwait/bench/sim.(*Task).run", "/src/daxwait/bench/sim/task.go", "program"},
		{std, "daxwait/bench/live.(*Task).run-fm", "/src/daxwait/bench/live/engine.go", "program"},
		{std, "daxwait/strategies.(*handOff).Get", "/src/daxwait/strategies/handoff.go", "design"},
		{std, "daxwait/strategies.(*Strategy).EntryLock", "/src/daxwait/strategies/strategy.go", "program"},
		{std, "daxwait/bench/check_test.(*x).Get", "/src/daxwait/bench/check/x_test.go", "design"},
		{std, "daxwaiter/x.F", "/src/daxwaiter/x.go", "design"},
		{std, "main.(*lock).Get", "/home/me/mine/design.go", "design"},
		{std, "github.com/a/b.F[...]", "/go/pkg/mod/github.com/a/b@v1/b.go", "design"},
		{"", "sync.(*Mutex).Lock", "sync/mutex.go", "go"},
		{"", "runtime.gopark", "runtime/proc.go", "go"},
		{"", "main.(*lock).Get", "mine/design.go", "design"},
		{"", "mine/locks.F", "mine/locks/x.go", "design"},
		{"", "github.com/a/b.F", "github.com/a/b@v1/b.go", "design"},
		{"", "github.com/a/bc.F", "github.com/a/bc@v1/b.go", "go"},
		{"", "daxwait/bench/sim.(*Task).run", "daxwait/bench/sim/task.go", "program"},
	} {
		w := contain.World("daxwait", c.std, "mine", "github.com/a/b")
		if got := w.Kind(c.function, c.file); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.function, c.file, got, c.want)
		}
	}
}

// The parts of dumps, as Go writes them.
const (
	top = `goroutine 9 [`
	get = `main.(*lock).Get(0xc00001, {0x1, 0x2}, 0x3)
	/home/me/mine/design.go:12 +0x1d
`
	engine = `daxwait/daxcore.(*World).PTEFault(0xc00002)
	/src/daxwait/daxcore/fault.go:50 +0x20
created by daxwait/bench/live.New in goroutine 1
	/src/daxwait/bench/live/engine.go:60 +0x1a5

`
	park = `daxwait/bench/live.(*Task).Park(0xc00003)
	/src/daxwait/bench/live/task.go:20 +0x20
`
	acquire = `daxwait/daxcore/task.(*Spin).Acquire(...)
	/src/daxwait/daxcore/task/spin.go:20
`
	lock = `sync.(*Mutex).Lock(...)
	/usr/local/go/src/sync/mutex.go:46
`
	serve = `goroutine 1 [IO wait]:
bufio.(*Reader).ReadBytes(0xc00004, 0x0)
	/usr/local/go/src/bufio/bufio.go:400 +0x20
daxwait/internal/contain.Serve(0xc00005)
	/src/daxwait/internal/contain/serve.go:50 +0x20
main.main()
	/home/me/mine/main.go:7 +0x20

`
)

func TestStuck(t *testing.T) {
	w := contain.World("daxwait", "/usr/local/go/src/")
	parked := top + "chan receive, 2 minutes]:\n" + park + get + engine
	for name, c := range map[string]struct {
		dump, want string
	}{
		"runs":                   {serve + parked + top + "running, locked to thread]:\n" + get + engine, "it spins, at mine/design.go:12"},
		"runs before it waits":   {top + "chan receive]:\n" + get + engine + top + "runnable]:\n" + get + engine, "it spins, at mine/design.go:12"},
		"waits":                  {serve + parked + top + "chan receive]:\n" + get + engine + parked, "it waits for what never comes (chan receive), at mine/design.go:12"},
		"a mutex":                {parked + top + "sync.Mutex.Lock]:\n" + lock + get + engine, "it waits for what never comes (sync.Mutex.Lock), at mine/design.go:12"},
		"a spinlock":             {parked + top + "sync.Mutex.Lock]:\n" + lock + acquire + get + engine, "it waits for what never comes (sync.Mutex.Lock), at mine/design.go:12"},
		"sleeps":                 {parked + top + "sleep]:\n" + get + engine, "it sleeps by the clock of this machine, at mine/design.go:12"},
		"its own goroutine runs": {top + "running]:\n" + get + "\n" + top + "select]:\n" + get + engine, "it waits for what never comes (select), at mine/design.go:12"},
		"recursion":              {top + "running]:\n" + get + "...1000 frames elided...\n" + engine, "it calls itself without end, at mine/design.go:12"},
		"all wait for turns":     {top + "coroutine]:\n" + get + engine, "it spins, at mine/design.go:12"},
		"nobody":                 {serve, "it spins"},
		"nothing":                {"", "it spins"},
	} {
		if got := w.Stuck(c.dump).Where(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestDied(t *testing.T) {
	w := contain.World("daxwait", "/usr/local/go/src/")
	const maker = `daxwait/strategies.(*Strategy).EntryLock(0xc00006)
	/src/daxwait/strategies/strategy.go:50 +0x20
`
	running := "\n\n" + top + "running]:\n" + get + engine
	for _, c := range []struct{ stderr, want string }{
		{"prints\npanic: no such\n\tvalue [recovered, repanicked]" + running, "panicked: no such value, at mine/design.go:12"},
		{"panic: no" + "\n\n" + top + "running]:\n" + get + maker + engine, "panicked: its New panics (no), at mine/design.go:12"},
		{"runtime: goroutine stack exceeds 67108864-byte limit\nfatal error: stack overflow\n\nruntime stack:\nruntime.throw()\n" + running, "does not yield: it calls itself without end, at mine/design.go:12"},
		{"fatal error: concurrent map read and map write" + "\n\ngoroutine 18 gp=0xc0 m=4 mp=0x1 [running]:\n" + get, "panicked: two goroutines use one map at once (concurrent map read and map write), at mine/design.go:12"},
		{"fatal error: runtime: out of memory" + running, "does not yield: it takes too much memory, at mine/design.go:12"},
		{"fatal error: all goroutines are asleep - deadlock!" + running, "does not yield: it waits for what never comes, at mine/design.go:12"},
		{"fatal error: sync: unlock of unlocked mutex" + running, "panicked: sync: unlock of unlocked mutex, at mine/design.go:12"},
		{"says nothing", "panicked: it ends the program"},
		{"", "panicked: it ends the program"},
	} {
		if got := w.Died(c.stderr).Error(); got != c.want {
			t.Errorf("%q\nsays %q, want %q", c.stderr, got, c.want)
		}
	}
}
