package glossary_test

import (
	"strings"
	"testing"

	"daxwait/internal/glossary"
	"daxwait/strategies"
)

// TestFunctionsAsStacksWriteThem: what a stack adds to a name says nothing.
func TestFunctionsAsStacksWriteThem(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	for text, want := range map[string]string{
		"grab_mapping_entry+0x3d/0x1c0":             "grab_mapping_entry, a kernel function, from 4.7 on: a fault\n",
		"? dax_iomap_pmd_fault.isra.7+0x1b8/0x810":  "dax_iomap_pmd_fault, a kernel function, from 4.10 on: a fault\n",
		"dax_writeback_one.part.0":                  "dax_writeback_one, a kernel function: write-back\n",
		"dax_iomap_pte_fault.constprop.12.isra.3":   "dax_iomap_pte_fault, a kernel function, from 4.10 on: a fault\n",
		"[<0>] __dax_invalidate_entry+0x1/0x2":      "__dax_invalidate_entry, a kernel function, from 4.20 on: a removal\n",
		"[<ffffffff8128>] get_unlocked_entry+0x1":   "get_unlocked_entry, a kernel function, 4.20 to 6.14: a fault or a removal\n",
		"fuse_dax_break_layouts+0x1/0x2 [virtiofs]": "fuse_dax_break_layouts, a kernel function, from 5.10 on: a scan\n",
		"dax_iomap_rw()":                            "dax_iomap_rw, a kernel function, from 4.9 on: read-write\n",
		"wait_entry_unlocked_exclusive":             "wait_entry_unlocked_exclusive, a kernel function, from 6.15 on: a scan or a removal\n",
		"dax_unlock_page":                           "dax_unlock_page, a kernel function, from 4.20 on: a page lock\n",
		"rwsem_down_read_slowpath":                  "rwsem_down_read_slowpath, a kernel function: not an entry lock\n",
		"grab_mapping_entry+0x3d/":                  "",
		"grab mapping entry":                        "",
	} {
		if got := g.Explain(text); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %.100q, want %q", text, got, want)
		}
	}
}

// TestVersions: stable releases have their mends, numbers of distributions do not
// decide.
func TestVersions(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	for _, c := range []struct{ version, design, not string }{
		{"5.10.36", "linux-5.12 of", "distribution"}, {"5.10.39", "exclusive of", "distribution"},
		{"5.12.4", "linux-5.12 of", "distribution"}, {"5.12.6", "exclusive of", "distribution"},
		{"6.15.1", "linux-6.15 of", "distribution"}, {"6.15.4+", "linux-6.16 of", "distribution"},
		{"5.13-rc1-00012-g0123456789ab-dirty", "linux-5.12 of", "distribution"},
		{"4.18.0-553.el8_10.x86_64", "do not decide", "a kernel: "}, {"5.15.0-101-generic", "do not decide", "a kernel: "},
		{"6.1.0-13-amd64", "do not decide", "a kernel: "}, {"5.15.167.4-microsoft-standard-WSL2", "do not decide", "a kernel: "},
		{"6.9.1-arch1-1", "changelog of its package", "a kernel: "},
	} {
		got := strings.Join(strings.Fields(g.Explain(c.version)), " ")
		if !strings.HasPrefix(got, strings.ToLower(c.version)) || !strings.Contains(got, c.design) || strings.Contains(got, c.not) {
			t.Errorf("%s: no %q, or %q, in\n%s", c.version, c.design, c.not, got)
		}
	}
}
