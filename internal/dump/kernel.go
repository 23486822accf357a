package dump

import (
	"regexp"
	"slices"
	"strings"
)

// Kernel is what a kernel calls itself.
type Kernel struct {
	// Release is what uname -r says, such as 5.10.0-23-amd64.
	Release string
	// Base is the release of upstream's that a distribution says it is made of, where it
	// does: Debian in the version of its package, Ubuntu in /proc/version_signature.
	Base string
	// Line is where it stands.
	Line int
}

// Version is the number that decides: upstream's.
func (k Kernel) Version() string {
	if k.Base != "" {
		return k.Base
	}
	return k.Release
}

// releases are how texts name a kernel. The first that a line has counts.
var releases = []*regexp.Regexp{
	regexp.MustCompile(`Linux version (\d+\.\d+\S*)`),
	regexp.MustCompile(`Not tainted\s+(\d+\.\d+\S*)`),
	regexp.MustCompile(`Tainted: (?:[A-Z]+ +|\[[A-Z]+\]=[A-Z_]+,? *)+(\d+\.\d+\S*)`),
	regexp.MustCompile(`uname -\w+[:=]?\s*(?:Linux \S+ )?(\d+\.\d+\S*)`),
	regexp.MustCompile(`Linux \S+ (\d+\.\d+\S*) #`),
	regexp.MustCompile(`RELEASE: (\d+\.\d+\S*)`),
	regexp.MustCompile(`(?i)\b(?:kernel|linux)(?: version| release)?:? +v?(\d+\.\d+[^\s,;]*)`),
	regexp.MustCompile(`^\s*v?([2-9]\.\d{1,2}(?:\.\d+)?(?:[-+]\S*)?)\s*$`),
}

// Debian's packages and Ubuntu's signatures name the stable release that they are of.
var (
	debian = regexp.MustCompile(`\bDebian (\d+\.\d+\.\d+)-\d`)
	ubuntu = regexp.MustCompile(`^Ubuntu (\d+\.\d+\.\d+)-(\d+)\S*-(\w+) (\d+\.\d+\.\d+)\s*$`)
)

// longestRelease is longer than any release.
const longestRelease = 200

// kernelIn returns the kernel that a line names, or one without a release.
func kernelIn(line string) (k Kernel) {
	if m := ubuntu.FindStringSubmatch(line); m != nil {
		return Kernel{Release: m[1] + "-" + m[2] + "-" + m[3], Base: m[4]}
	}
	for _, r := range releases {
		if m := r.FindStringSubmatch(line); len(m) == 2 && len(m[1]) <= longestRelease {
			k.Release = strings.TrimRight(m[1], ".,;:)")
			break
		}
	}
	if m := debian.FindStringSubmatch(line); m != nil && k.Release != "" {
		k.Base = m[1]
	}
	return k
}

// name takes note of a kernel that a line names, once each. What is said later of the
// same release may be more.
func (d *Dump) name(k Kernel) {
	i := slices.IndexFunc(d.Kernels, func(o Kernel) bool { return o.Release == k.Release })
	switch {
	case i < 0 && len(d.Kernels) < mostMishaps:
		d.Kernels = append(d.Kernels, k)
	case i >= 0 && d.Kernels[i].Base == "":
		d.Kernels[i].Base = k.Base
	}
}
