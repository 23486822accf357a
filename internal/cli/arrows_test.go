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
		"daxwait":                               {"daxwait/internal/cli"},
		"daxwait/bench":                         {"daxwait/bench/live", "daxwait/bench/order", "daxwait/bench/pattern", "daxwait/bench/profile", "daxwait/bench/sim", "daxwait/bench/sim/machine", "daxwait/bench/timeline", "daxwait/daxcore", "daxwait/results", "daxwait/results/machine", "daxwait/strategies", "daxwait/internal/contain"},
		"daxwait/docs":                          {},
		"daxwait/internal/bounded":              {},
		"daxwait/internal/distinct":             {},
		"daxwait/internal/plain":                {},
		"daxwait/internal/calibrate":            {"daxwait/bench/profile", "daxwait/bench/sim", "daxwait/daxcore/task"},
		"daxwait/bench/check":                   {"daxwait/bench/check/internal/chain", "daxwait/bench/check/internal/crew", "daxwait/bench/check/internal/frontier", "daxwait/bench/check/internal/graph", "daxwait/bench/check/internal/tale", "daxwait/bench/footprint", "daxwait/bench/order", "daxwait/daxcore", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/results", "daxwait/strategies"},
		"daxwait/internal/fidelity":             {"daxwait/bench/sim/machine", "daxwait/bench", "daxwait/bench/pattern", "daxwait/bench/sim", "daxwait/bench/trace", "daxwait/results", "daxwait/results/compare", "daxwait/strategies"},
		"daxwait/bench/contained":               {"daxwait/bench", "daxwait/bench/check", "daxwait/daxcore", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/internal/contain", "daxwait/results", "daxwait/strategies"},
		"daxwait/internal/contain":              {},
		"daxwait/bench/live":                    {"daxwait/daxcore"},
		"daxwait/internal/oracle":               {"daxwait/bench/pattern", "daxwait/bench/sim", "daxwait/daxcore", "daxwait/results", "daxwait/results/compare", "daxwait/strategies"},
		"daxwait/bench/check/internal/frontier": {},
		"daxwait/bench/check/internal/chain":    {"daxwait/daxcore"},
		"daxwait/bench/check/internal/crew":     {},
		"daxwait/bench/check/internal/graph":    {"daxwait/daxcore/step"},
		"daxwait/bench/check/internal/tale":     {"daxwait/daxcore", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/results"},
		"daxwait/bench/footprint":               {"daxwait/daxcore", "daxwait/daxcore/daxtest", "daxwait/daxcore/step"},
		"daxwait/bench/order":                   {"daxwait/daxcore/lockorder", "daxwait/results"},
		"daxwait/bench/pattern":                 {"daxwait/bench/trace", "daxwait/daxcore"},
		"daxwait/bench/policy":                  {"daxwait/internal/toml", "daxwait/daxcore", "daxwait/strategies"},
		"daxwait/bench/profile":                 {"daxwait/bench/sim/machine", "daxwait/bench/sim", "daxwait/internal/toml", "daxwait/daxcore/task"},
		"daxwait/bench/machines":                {"daxwait/bench/sim/machine", "daxwait/internal/toml"},
		"daxwait/bench/sim":                     {"daxwait/bench/sim/machine", "daxwait/daxcore", "daxwait/daxcore/step"},
		"daxwait/bench/sim/machine":             {},
		"daxwait/internal/space":                {"daxwait/bench/check", "daxwait/bench/policy", "daxwait/daxcore", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/results", "daxwait/strategies", "daxwait/results/store"},
		"daxwait/bench/timeline":                {"daxwait/bench/pattern", "daxwait/bench/trace", "daxwait/daxcore", "daxwait/results"},
		"daxwait/internal/toml":                 {},
		"daxwait/bench/trace":                   {},
		"daxwait/bench/verdict":                 {"daxwait/bench", "daxwait/bench/check", "daxwait/bench/pattern", "daxwait/bench/policy", "daxwait/bench/profile", "daxwait/internal/space", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/internal/page", "daxwait/results", "daxwait/results/compare", "daxwait/results/words", "daxwait/strategies", "daxwait/bench/contained", "daxwait/internal/contain"},
		"daxwait/daxcore":                       {},
		"daxwait/daxcore/bitmap":                {},
		"daxwait/daxcore/daxtest":               {"daxwait/daxcore", "daxwait/daxcore/step"},
		"daxwait/daxcore/fs":                    {},
		"daxwait/daxcore/lockorder":             {},
		"daxwait/daxcore/mm":                    {},
		"daxwait/daxcore/rcu":                   {},
		"daxwait/daxcore/rwsem":                 {},
		"daxwait/daxcore/step":                  {},
		"daxwait/daxcore/task":                  {},
		"daxwait/daxcore/waitqueue":             {},
		"daxwait/daxcore/xarray":                {},
		"daxwait/internal/cli":                  {"daxwait/internal/cli/hung", "daxwait/internal/cli/module", "daxwait/bench", "daxwait/internal/calibrate", "daxwait/bench/check", "daxwait/internal/fidelity", "daxwait/internal/oracle", "daxwait/bench/order", "daxwait/bench/pattern", "daxwait/bench/policy", "daxwait/bench/profile", "daxwait/internal/space", "daxwait/bench/timeline", "daxwait/bench/trace", "daxwait/bench/verdict", "daxwait/daxcore/daxtest", "daxwait/daxcore/lockorder", "daxwait/daxcore/step", "daxwait/internal/cli/flag", "daxwait/internal/cli/term", "daxwait/internal/evidence", "daxwait/internal/glossary", "daxwait/internal/page", "daxwait/internal/telling", "daxwait/plots", "daxwait/plots/report", "daxwait/results", "daxwait/results/answers", "daxwait/results/compare", "daxwait/results/machine", "daxwait/results/words", "daxwait/strategies", "daxwait/results/store", "daxwait/bench/contained", "daxwait/internal/contain"},
		"daxwait/internal/cli/flag":             {"daxwait/bench/sim/machine", "daxwait/bench", "daxwait/bench/check", "daxwait/bench/machines", "daxwait/bench/pattern", "daxwait/bench/policy", "daxwait/bench/profile", "daxwait/internal/toml", "daxwait/daxcore/daxtest", "daxwait/internal/cli/term", "daxwait/results", "daxwait/strategies", "daxwait/results/store", "daxwait/internal/contain"},
		"daxwait/internal/cli/module":           {"daxwait/results/store"},
		"daxwait/internal/cli/term":             {},
		"daxwait/internal/command":              {},
		"daxwait/internal/evidence":             {"daxwait/bench/check", "daxwait/internal/fidelity", "daxwait/internal/oracle", "daxwait/bench/policy", "daxwait/bench/profile", "daxwait/internal/space", "daxwait/daxcore/daxtest", "daxwait/plots", "daxwait/plots/report", "daxwait/results", "daxwait/results/answers", "daxwait/results/compare", "daxwait/results/machine", "daxwait/results/words", "daxwait/strategies", "daxwait/results/store", "daxwait/bench/contained"},
		"daxwait/internal/glossary":             {"daxwait/internal/dump", "daxwait/internal/hang", "daxwait/bench", "daxwait/bench/machines", "daxwait/bench/pattern", "daxwait/bench/policy", "daxwait/bench/profile", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/results", "daxwait/strategies"},
		"daxwait/internal/cli/hung":             {"daxwait/bench/pattern", "daxwait/bench/trace", "daxwait/internal/stuck", "daxwait/plots", "daxwait/internal/cli/flag", "daxwait/internal/cli/term", "daxwait/internal/dump", "daxwait/internal/hang", "daxwait/strategies"},
		"daxwait/internal/dump":                 {},
		"daxwait/internal/hang":                 {"daxwait/bench/check", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/internal/dump", "daxwait/results", "daxwait/results/words", "daxwait/strategies"},
		"daxwait/internal/nearest":              {},
		"daxwait/internal/page":                 {},
		"daxwait/internal/phrase":               {},
		"daxwait/internal/stuck":                {"daxwait/bench/trace", "daxwait/results", "daxwait/results/words", "daxwait/strategies"},
		"daxwait/internal/telling":              {"daxwait/bench/check", "daxwait/results", "daxwait/results/words", "daxwait/strategies", "daxwait/bench/footprint", "daxwait/daxcore/daxtest", "daxwait/daxcore/task"},
		"daxwait/plots":                         {"daxwait/plots/internal/checks", "daxwait/plots/internal/ink", "daxwait/plots/internal/lanes", "daxwait/results", "daxwait/results/compare", "daxwait/results/machine", "daxwait/results/words", "daxwait/results/store"},
		"daxwait/plots/internal/checks":         {"daxwait/plots/internal/ink", "daxwait/results", "daxwait/results/words"},
		"daxwait/plots/internal/ink":            {"daxwait/results", "daxwait/results/compare", "daxwait/results/store"},
		"daxwait/plots/internal/ink/inktest":    {"daxwait/plots/internal/ink"},
		"daxwait/plots/internal/lanes":          {"daxwait/plots/internal/ink", "daxwait/results", "daxwait/results/words"},
		"daxwait/plots/report":                  {"daxwait/plots", "daxwait/results", "daxwait/results/answers", "daxwait/results/words", "daxwait/results/store"},
		"daxwait/results":                       {"daxwait/results/machine", "daxwait/results/store"},
		"daxwait/results/answers":               {"daxwait/results", "daxwait/results/compare"},
		"daxwait/results/compare":               {"daxwait/results", "daxwait/results/machine"},
		"daxwait/results/internal/made":         {"daxwait/results", "daxwait/results/machine"},
		"daxwait/results/machine":               {},
		"daxwait/results/store":                 {},
		"daxwait/results/store/faulty":          {"daxwait/results/store"},
		"daxwait/results/words":                 {"daxwait/results", "daxwait/results/compare"},
		"daxwait/strategies":                    {"daxwait/daxcore", "daxwait/internal/contain"},
		"daxwait/suite":                         {"daxwait/bench", "daxwait/bench/check", "daxwait/bench/pattern", "daxwait/bench/profile", "daxwait/bench/verdict", "daxwait/daxcore/daxtest", "daxwait/internal/cli", "daxwait/internal/page", "daxwait/internal/toml", "daxwait/results", "daxwait/results/compare", "daxwait/results/words", "daxwait/strategies", "daxwait/bench/contained", "daxwait/internal/contain"},
		"daxwait/tools/man":                     {"daxwait/internal/cli"},
		"daxwait/tools/widen":                   {"daxwait/bench/check", "daxwait/daxcore/daxtest", "daxwait/daxcore/step", "daxwait/strategies"},
		"daxwait/tools/mutate":                  {},
	}
	// What daxcore is made of, whoever may import daxcore may import too.
	model := []string{"daxwait/daxcore/task", "daxwait/daxcore/lockorder", "daxwait/daxcore/waitqueue", "daxwait/daxcore/xarray", "daxwait/daxcore/fs", "daxwait/daxcore/mm", "daxwait/daxcore/rwsem", "daxwait/daxcore/rcu", "daxwait/daxcore/bitmap"}
	// What reads within bounds, keeps values once, and writes numbers, commands and names
	// that are near, is everybody's.
	leaves := []string{"daxwait/internal/bounded", "daxwait/internal/distinct", "daxwait/internal/plain", "daxwait/internal/nearest", "daxwait/internal/command", "daxwait/internal/phrase"}
	// The only packages that may import a module.
	only := map[string][]string{
		"golang.org/x/image/":                     {"daxwait/plots/internal/ink"},
		"gonum.org/v1/":                           {"daxwait/plots", "daxwait/plots/internal/checks", "daxwait/plots/internal/ink", "daxwait/plots/internal/ink/inktest", "daxwait/plots/internal/lanes"},
		"github.com/montanaflynn/stats":           {"daxwait/results/compare"},
		"golang.org/x/perf/":                      {"daxwait/results", "daxwait/results/compare", "daxwait/results/words"},
		"github.com/aclements/go-moremath/":       {"daxwait/results/compare"},
		"github.com/spf13/":                       {"daxwait/internal/cli", "daxwait/internal/cli/flag", "daxwait/internal/cli/hung", "daxwait/tools/man"},
		"golang.org/x/term":                       {"daxwait/internal/cli/term"},
		"github.com/HdrHistogram/hdrhistogram-go": {"daxwait/bench"},
		"github.com/pelletier/go-toml/v2":         {"daxwait/internal/toml"},
		"golang.org/x/sys/":                       {"daxwait/internal/calibrate"},
		"github.com/gofrs/flock":                  {"daxwait/results/store"},
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
			case slices.Contains(leaves, imp):
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
