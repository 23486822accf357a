package strategies

import "slices"

// Bug is a way in which kernels leave a task of fs/dax hanging. Which kernels have
// it is told by two commits: the one that brought it, and the one that ended it.
type Bug struct {
	// Name is a few words, such as "the missed PMD wakeup".
	Name string
	// Loses says what is lost, and how.
	Loses string
	// Victims are what the task does that hangs, and Sizes the entries that a fault
	// asks for that does; without one, any.
	Victims []Role
	Sizes   []string
	// Needs says which workloads and file systems can meet it.
	Needs string
	// Unserialised is true if an invalidation has to run beside faults. Only FUSE, and
	// with it virtiofs, is known to let it.
	Unserialised bool
	// Brought is the commit that brought it, or nothing if that is not known here; then
	// the commit that ended it says since when it is there. Ended ended it.
	Brought, Ended string
	// Unknown says what is not known here of its releases.
	Unknown string
	// Spins is true if the task does not sleep: it runs for ever, and there is no
	// entry lock in it.
	Spins bool
}

// Bugs returns the hangs of fs/dax that are known, oldest first.
func Bugs() []Bug {
	return []Bug{
		{Name: "the 4k hole", Brought: "ac401cc78242", Ended: "965d004af540",
			Loses:   "A read of a hole puts a page where the locked entry was, and wakes one task. That task locks the page, and unlocks the page, which wakes nobody: the next task that sleeps for the entry is lost.",
			Victims: []Role{Fault}, Sizes: []string{"PTE"},
			Needs:   "three read faults of one page of a hole, on any file system with DAX",
			Unknown: "from which 4.9.y on it is ended"},
		{Name: "the invalidation that wakes one", Brought: "c6dcf52c23d2", Ended: "237388320def",
			Loses:   "An invalidation removes the entry and wakes one task. If that is an invalidation too, it finds nothing and wakes nobody: the task behind it sleeps for ever, for an index at which there is nothing.",
			Victims: []Role{Fault, Removal}, Unserialised: true,
			Needs:   "two invalidations of one index beside a fault of it, with no lock that keeps them apart: FUSE, and with it virtiofs, invalidates a whole file at each open. The pull request of May 2021 says that other file systems hold a lock over invalidation events",
			Unknown: "whether the last 5.11.y, or a long-term series older than 5.10, has the commit"},
		{Name: "the lock-by-page that takes a wake", Brought: "c2a7d2a11552", Ended: "d8a706414af4",
			Loses:   "Lock-by-page waits exclusively, so it takes the wake of an unlock. If its page is gone then, it leaves and wakes nobody: the task behind it sleeps for ever.",
			Victims: []Role{Fault, Removal, PageLock},
			Needs:   "a handler of memory failures beside faults, on any file system with DAX",
			Unknown: "from which 4.19.y on it is ended"},
		{Name: "the missed PMD wakeup", Brought: "0e40de0338d0", Ended: "23c84eb78375",
			Loses:   "A PMD fault meets a locked PTE entry that is not at the base of its 2 MiB, and sleeps on the key of the base. The holder wakes the key of its index, on which nobody sleeps.",
			Victims: []Role{Fault}, Sizes: []string{"PMD"},
			Needs: "PMD and PTE faults in one 2 MiB with few PTE entries, none of them at its base; any file system with DAX. It was found with RocksDB's db_bench on ext4"},
		{Name: "the inverted test in put", Brought: "23c84eb78375", Ended: "61c30c98ef17",
			Loses:   "A task that is woken and does not lock the entry, such as one invalidation, passes the wake on to nobody, since the test in put is inverted.",
			Victims: []Role{Fault, Removal},
			Needs:   "one invalidation between two faults of an index; or another task that looks at an entry and leaves it, such as a PMD fault that falls back"},
		{Name: "the read of no bytes", Ended: "17d9c15c9b9e", Spins: true,
			Loses:   "A read of 0 bytes spins for ever in dax_iomap_rw. No entry lock is in it, and nobody sleeps.",
			Victims: []Role{ReadWrite},
			Needs:   "a read of 0 bytes of a file with DAX"},
		{Name: "the scan that passes its wake to the next index", Brought: "6be3e21d25ca", Ended: "dd59137bfe70",
			Loses:   "A scan for pinned pages sleeps for an entry, exclusively. Woken, it goes on with the next index and passes the wake on there: the fault, removal or second scan that sleeps behind it, for the first index, is lost.",
			Victims: []Role{Fault, Removal, Scan},
			Needs:   "a truncate, a punch or another break of layouts beside two faults of an index, on any file system with DAX. It was found on XFS, by a warning in truncate that a DAX entry is still there"},
	}
}

// BugNamed returns the bug of a name, and false if there is none.
func BugNamed(name string) (Bug, bool) {
	all := Bugs()
	i := slices.IndexFunc(all, func(b Bug) bool { return b.Name == name })
	if i < 0 {
		return Bug{}, false
	}
	return all[i], true
}

// End is the commit that ended the bug.
func (b Bug) End() Commit {
	c, _ := CommitNamed(b.Ended)
	return c
}

// In reports whether a version of upstream's has the bug: it has the commit that
// brought it, and not the one that ended it.
func (b Bug) In(version string) bool {
	if c, ok := CommitNamed(b.Brought); ok {
		return c.IsIn(version) && !b.End().IsIn(version)
	}
	return b.End().Lacking(version)
}

// Hits reports whether a task may be its victim that does something of a role, with
// an entry of a size. A fault of which the size is not known may be of any.
func (b Bug) Hits(role Role, size string) bool {
	if role.Shared() {
		return slices.ContainsFunc([]Role{Fault, Removal}, func(r Role) bool {
			return (role == FaultOrRemoval || r == Removal) && slices.Contains(b.Victims, r)
		})
	}
	return slices.Contains(b.Victims, role) && (role != Fault || size == "" || len(b.Sizes) == 0 || slices.Contains(b.Sizes, size))
}

// Since says in which versions the bug began.
func (b Bug) Since() string {
	if c, ok := CommitNamed(b.Brought); ok {
		return c.In
	}
	return b.End().Since
}

// Releases says from which release on a series is free of what a commit ended: its
// own, if that is known, else upstream's.
func (c Commit) Releases() []string { return append([]string{c.In}, c.Stable...) }

// InSeries returns the first release of the series of a version that has the commit,
// and false if none is known.
func (c Commit) InSeries(text string) (release string, ok bool) {
	v, is := order(text)
	if !is {
		return "", false
	}
	for _, r := range c.Releases() {
		if of, _ := order(r); series(of) == series(v) {
			return r, true
		}
	}
	in, _ := order(c.In)
	return "", !less(v, in)
}
