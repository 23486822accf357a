#!/usr/bin/env bash
# Runs every command of the sh blocks in README.md, CONTRIBUTING.md, docs and the
# page of the reference results, the tests among them. Those that take long run on a short selection here.
set -euo pipefail
cd "$(dirname "$0")/.."
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT

short() {
	case $1 in
	"git clone "*|"cd "*) echo : ;;
	"go run . new ../mine"*) echo "rm -rf $tmp/mine && go run . new $tmp/mine" ;; # pages begin it anew
	"go test -short ./..."*) echo : ;; # the README's has these, too
	"go test -bench ."*)
		if [ "$in" != . ]; then
			echo "go test -run '^\$' -bench Design/pattern=pte-same"
		else
			echo "go test -run '^\$' -bench . -short -benchtime 100ms -dax.out $tmp/results -dax.plots $tmp/plots"
		fi ;;
	*"--config daxwait.toml"*) # the file is the page's own
		awk '/^```toml$/ {on = 1; next} /^```$/ {on = 0} on' docs/config.md >"$tmp/daxwait.toml"
		echo "${1/daxwait.toml/$tmp/daxwait.toml}" ;;
	"go run . run"*--dry-run*) echo "$1" ;;
	"go run . run"*--timeline*|"go run . trace summary plots/latest"*) echo "${1//plots\/latest/$tmp/plots}" ;;
	"go run . run"*) echo "$1 --window 5ms --windows 2 --force --out $tmp/results --plots $tmp/plots" ;;
	"go run . verify"*--plots*) echo "go run . verify --plots $tmp/plots $tmp/results" ;;
	"go run . merge"*) echo "go run . merge --force --out $tmp/merged --plots $tmp/plots $tmp/results" ;;
	"go run . judge mine.toml") # the file is the page's own
		awk '/^```toml$/ {on = 1; next} /^```$/ {on = 0} on' docs/your-own-design.md >"$tmp/mine.toml"
		echo "go run . judge --window 2ms $tmp/mine.toml || [ \$? = 1 ]" ;;
	"go run . judge"*) echo "$1 --window 2ms" ;;
	"go run . compare"*) echo "go run . compare $tmp/results $tmp/results" ;;
	"go run . plot --in results/reference"*) echo "${1//results\/latest/$tmp}" ;;
	"go run . plot"*) echo "go run . plot --in $tmp/results --out $tmp/plots" ;;
	"go tool benchstat"*) echo "${1/results\/latest/$tmp/results}" ;;
	"go run . check"*--decide*) echo "$1 || [ \$? = 1 ]" ;; # what no scenario expects
	"go run . check --strategy mine"*) echo : ;;
	"go run . conform"*) echo "$1 --schedules 100 || [ \$? = 1 ]" ;;
	tools/reference.sh*) echo "bash -n $1" ;;
	*) echo "$1" ;;
	esac
}

n=0 in=.
while IFS= read -r line; do
	line=${line%%  #*}
	case $line in
	"") continue ;;
	"cd ../mine") in=$tmp/mine ;;
	'```') in=. ; continue ;; # a block begins in the checkout
	esac
	command=$(short "$line")
	printf '\n$ %s\n' "$command"
	(cd "$in" && bash -c "$command") </dev/null || { echo "command failed: $line"; exit 1; }
	n=$((n + 1))
done < <(awk '/^```sh$/ {on = 1; next} on; /^```$/ {on = 0}' README.md CONTRIBUTING.md docs/*.md results/reference/README.md)
[ "$n" -ge 5 ] || { echo "only $n commands found"; exit 1; }
