package hang

import (
	"fmt"
	"strings"

	"daxwait/internal/command"
)

// changelog is a flag of rpm's.
const changelog = "--changelog"

// distributions are how a release names its distribution, and how the changelog of its
// kernel is searched. RELEASE stands for uname -r, TITLE for the title of a commit.
var distributions = []struct{ marks, name, search string }{
	{".el .fc .amzn .uek", "Red Hat's kind", "rpm -q " + changelog + " kernel-core-RELEASE kernel-RELEASE | grep -iF TITLE"},
	{"-generic -lowlatency -aws -azure -gcp -oracle -kvm -raspi -oem", "Ubuntu", "apt changelog linux-image-RELEASE | grep -iF TITLE"},
	{"-amd64 -arm64 -686 -armmp -ppc64el -s390x", "Debian", "apt changelog linux-image-RELEASE | grep -iF TITLE"},
	{"-default -rt_debug -preempt", "SUSE", "rpm -q " + changelog + " kernel-default | grep -iF TITLE"},
	{"-microsoft", "WSL2", "git log linux-msft-wsl-NUMBER -- fs/dax.c | grep -iF TITLE   # in a clone of WSL2-Linux-Kernel"},
}

// distribution says how to find out whether the commits are in.
func (a *Answer) distribution() {
	name, search := "a distribution", "grep -iF TITLE CHANGELOG   # of the kernel's package, or: git log -- fs/dax.c"
	for _, d := range distributions {
		for mark := range strings.FieldsSeq(d.marks) {
			if strings.Contains(a.Kernel, mark) {
				name, search = d.name, d.search
				break
			}
		}
	}
	if a.Verdict == Lost || a.Verdict == Neither || a.Verdict == Unlikely || a.Verdict == Spinning {
		a.Verdict = ByChangelog
	}
	a.Because = append(a.Because, fmt.Sprintf("%s is a number of %s. Numbers of distributions do not decide: they carry commits back under numbers of their own. Look for the commit, or its title, in the changelog of its package.", a.Kernel, name))
	number, _, _ := strings.Cut(a.Kernel, "-")
	search = strings.ReplaceAll(search, "RELEASE", command.Quote(a.Kernel))
	search = strings.ReplaceAll(search, "NUMBER", command.Quote(number))
	for _, s := range a.Suspects {
		a.Ask = append(a.Ask, strings.ReplaceAll(search, "TITLE", command.Quote(s.Title)))
	}
	a.Missing = append(a.Missing, "whether the commits below are in: the number does not tell")
	a.Ask = append(a.Ask, askVersion)
}
