package cli_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestArrows keeps the direction of imports: a package may import what it is
// given here, and of other modules only what it is named for.
func TestArrows(t *testing.T) {
	may := map[string][]string{
		"daxwait":                   {"daxwait/internal/cli"},
		"daxwait/bench/order":       {"daxwait/daxcore", "daxwait/results"},
		"daxwait/internal/cli":      {"daxwait/plots", "daxwait/plots/report", "daxwait/bench", "daxwait/bench/calibrate", "daxwait/bench/check", "daxwait/bench/fidelity", "daxwait/bench/oracle", "daxwait/bench/order", "daxwait/bench/pattern", "daxwait/bench/policy", "daxwait/bench/profile", "daxwait/bench/space", "daxwait/bench/timeline", "daxwait/bench/toml", "daxwait/bench/trace", "daxwait/results", "daxwait/results/answers", "daxwait/strategies", "daxwait/daxcore", "daxwait/daxcore/daxtest", "daxwait/daxcore/step"},
		"daxwait/plots":             {"daxwait/plots/internal/checks", "daxwait/plots/internal/ink", "daxwait/plots/internal/lanes", "daxwait/results", "daxwait/results/compare", "daxwait/results/machine", "daxwait/results/words", "daxwait/internal/phrase"},
		"daxwait/plots/report":      {"daxwait/plots", "daxwait/results", "daxwait/results/answers"},
		"daxwait/results":           {},
		"daxwait/results/answers":   {"daxwait/results"},
		"daxwait/bench":             {"daxwait/bench/live", "daxwait/bench/order", "daxwait/bench/sim", "daxwait/bench/timeline", "daxwait/bench/pattern", "daxwait/bench/profile", "daxwait/results", "daxwait/strategies", "daxwait/daxcore"},
		"daxwait/bench/live":        {"daxwait/daxcore"},
		"daxwait/bench/sim":         {"daxwait/daxcore", "daxwait/daxcore/step"},
		"daxwait/bench/oracle":      {"daxwait/bench/pattern", "daxwait/bench/sim", "daxwait/daxcore", "daxwait/daxcore/step", "daxwait/strategies", "daxwait/results"},
		"daxwait/bench/fidelity":    {"daxwait/bench", "daxwait/bench/pattern", "daxwait/bench/sim", "daxwait/bench/trace", "daxwait/strategies", "daxwait/results"},
		"daxwait/bench/pattern":     {"daxwait/bench/trace", "daxwait/daxcore"},
		"daxwait/bench/policy":      {"daxwait/bench/toml", "daxwait/strategies", "daxwait/daxcore"},
		"daxwait/bench/profile":     {"daxwait/bench/sim", "daxwait/bench/toml", "daxwait/bench/trace", "daxwait/daxcore"},
		"daxwait/bench/calibrate":   {"daxwait/bench/profile", "daxwait/bench/sim", "daxwait/daxcore"},
		"daxwait/bench/toml":        {},
		"daxwait/bench/trace":       {},
		"daxwait/bench/timeline":    {"daxwait/bench/pattern", "daxwait/bench/trace", "daxwait/daxcore", "daxwait/results"},
		"daxwait/strategies":        {"daxwait/daxcore"},
		"daxwait/daxcore/daxtest":   {"daxwait/daxcore", "daxwait/daxcore/step"},
		"daxwait/daxcore":           {},
		"daxwait/daxcore/rcu":       {},
		"daxwait/daxcore/rwsem":     {},
		"daxwait/daxcore/mm":        {"daxwait/daxcore/rwsem"},
		"daxwait/daxcore/fs":        {},
		"daxwait/daxcore/waitqueue": {},
		"daxwait/daxcore/xarray":    {},
		"daxwait/daxcore/task":      {},
		"daxwait/daxcore/lockorder": {},
		"daxwait/daxcore/step":      {},
		"daxwait/daxcore/bitmap":    {},
		"daxwait/bench/space":       {"daxwait/bench/check", "daxwait/bench/policy", "daxwait/strategies", "daxwait/daxcore", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/results"},
		"daxwait/bench/check":       {"daxwait/bench/order", "daxwait/daxcore", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/results"},
		"daxwait/internal/nearest":  {},
		"daxwait/tools/mutate":      {},

		"daxwait/plots/internal/checks":      {"daxwait/plots/internal/ink", "daxwait/results", "daxwait/results/words", "daxwait/internal/phrase"},
		"daxwait/plots/internal/lanes":       {"daxwait/plots/internal/ink", "daxwait/results", "daxwait/results/words", "daxwait/internal/phrase"},
		"daxwait/plots/internal/ink":         {"daxwait/results", "daxwait/results/compare", "daxwait/internal/phrase"},
		"daxwait/plots/internal/ink/inktest": {"daxwait/plots/internal/ink", "daxwait/internal/phrase"},
	}
	// What daxcore is made of, whoever may import daxcore may import too.
	model := []string{"daxwait/daxcore/task", "daxwait/daxcore/lockorder", "daxwait/daxcore/waitqueue", "daxwait/daxcore/xarray", "daxwait/daxcore/fs", "daxwait/daxcore/mm", "daxwait/daxcore/rwsem", "daxwait/daxcore/rcu", "daxwait/daxcore/bitmap"}
	// The only packages that may import a module.
	only := map[string][]string{
		"golang.org/x/image/":                     {"daxwait/plots/internal/ink"},
		"gonum.org/v1/":                           {"daxwait/plots", "daxwait/plots/internal/checks", "daxwait/plots/internal/ink", "daxwait/plots/internal/ink/inktest", "daxwait/plots/internal/lanes"},
		"github.com/montanaflynn/stats":           {"daxwait/results"},
		"golang.org/x/perf/":                      {"daxwait/results"},
		"github.com/aclements/go-moremath/":       {"daxwait/results"},
		"github.com/spf13/":                       {"daxwait/internal/cli"},
		"golang.org/x/term":                       {"daxwait/internal/cli"},
		"github.com/HdrHistogram/hdrhistogram-go": {"daxwait/bench"},
		"github.com/pelletier/go-toml/v2":         {"daxwait/bench/toml"},
		"golang.org/x/sys/":                       {"daxwait/bench/calibrate"},
	}
	list := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "./...")
	list.Dir = "../.."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		pkg := words[0]
		allowed, known := may[pkg]
		if !known {
			t.Errorf("%s has no place among the arrows", pkg)
			continue
		}
		for _, imp := range words[1:] {
			inner := strings.HasPrefix(pkg, "daxwait/daxcore") || slices.Contains(allowed, "daxwait/daxcore")
			switch {
			case imp == "daxwait/internal/nearest": // everybody's, who looks up names
			case strings.HasPrefix(imp, "daxwait/"):
				if !slices.Contains(allowed, imp) && !(inner && slices.Contains(model, imp)) {
					t.Errorf("%s imports %s", pkg, imp)
				}
			case strings.Contains(strings.Split(imp, "/")[0], "."):
				if !importAllowed(only, pkg, imp) {
					t.Errorf("%s imports %s", pkg, imp)
				}
			}
		}
	}
}

func importAllowed(only map[string][]string, pkg, imp string) bool {
	for prefix, who := range only {
		if strings.HasPrefix(imp, prefix) {
			return slices.Contains(who, pkg)
		}
	}
	return false
}
