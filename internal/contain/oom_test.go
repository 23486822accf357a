package contain

import (
	"os"
	"path/filepath"
	"testing"
)

// TestCountKills: of a group, of one around it, of either kind of groups, and of the
// machine; what is not told is not known.
func TestCountKills(t *testing.T) {
	const stat, events = "pgfault 7\noom_kill 3\nswap 1\n", "low 0\noom 9\noom_kill 5\noom_group_kill 1\n"
	for name, c := range map[string]struct {
		files map[string]string
		want  kills
	}{
		"nothing":    {nil, kills{-1, -1}},
		"no groups":  {map[string]string{"proc/vmstat": stat}, kills{-1, 3}},
		"own":        {map[string]string{"proc/vmstat": stat, "proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/b/memory.events": events}, kills{5, 3}},
		"around":     {map[string]string{"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/memory.events": events}, kills{5, -1}},
		"first kind": {map[string]string{"proc/self/cgroup": "8:pids:/\n4:memory:/x\n0::/\n", "sys/fs/cgroup/memory/x/memory.oom_control": "under_oom 0\noom_kill 2\n"}, kills{2, -1}},
		"no number":  {map[string]string{"proc/vmstat": "oom_kill x\n", "proc/self/cgroup": "hello\n"}, kills{-1, -1}},
	} {
		root := t.TempDir()
		for file, text := range c.files {
			file = filepath.Join(root, file)
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got := countKills(root); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// TestWhyKilled: memory is told only where the kernel counted it, and both where nobody
// counted, or somebody else's process may have been meant.
func TestWhyKilled(t *testing.T) {
	const itself, both = "by itself or by another, and not for want of memory", "by itself, by another, or by a system without memory"
	for _, c := range []struct {
		began, ended kills
		reason       Reason
		says         string
	}{
		{kills{5, 3}, kills{6, 4}, Memory, "the system killed its process for want of memory"},
		{kills{5, -1}, kills{6, -1}, Memory, "the system killed its process for want of memory"},
		{kills{5, 3}, kills{5, 3}, Killed, itself},
		{kills{-1, 3}, kills{-1, 3}, Killed, itself},
		{kills{5, -1}, kills{5, -1}, Killed, itself},
		{kills{5, 3}, kills{5, 4}, Killed, both},
		{kills{-1, 3}, kills{-1, 4}, Killed, both},
		{kills{-1, -1}, kills{-1, -1}, Killed, both},
		{kills{-1, -1}, kills{6, 4}, Killed, both},
	} {
		if reason, says := whyKilled(c.began, c.ended, 0); reason != c.reason || says != c.says {
			t.Errorf("%+v, then %+v: %s, %q; want %s, %q", c.began, c.ended, reason, says, c.reason, c.says)
		}
	}
	if _, says := whyKilled(kills{-1, -1}, kills{-1, -1}, 3<<30); says != both+", when it had taken 3 GiB at most" {
		t.Errorf("%q", says)
	}
}
