#!/usr/bin/env bash
# Makes the pictures of docs/q1.md to q5.md anew, by the commands that stand in
# them: about five minutes. Says what docs/q*.md quote, one file each, in the
# folder given, or a temporary one.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-$(mktemp -d)}
mkdir -p "$out" plots/gallery
go build -o "$out/daxwait" .

# ask PAGE N runs the N-th command of a page; keep CHART AS copies a chart of it.
ask() {
	local command
	command=$(awk '/^```sh$/ {on = 1; next} /^```$/ {on = 0} on' "docs/$1.md" | grep '^go run \. run' | sed -n "$2p")
	rm -rf "$out/plots"
	echo "$command"
	eval "${command/#go run ./$out\/daxwait} --out $out/$1-$2 --plots $out/plots" >"$out/$1-$2.txt"
}
keep() { for kind in png svg; do cp "$out/plots/$1.$kind" "plots/gallery/$2.$kind"; done; }

ask q1 1 && keep curves-tasks q1-pairs && keep curves-tasks-2 q1-pairs-run
ask q1 2 && keep regimes-ops q1-mix && keep regimes-p99-wait q1-mix-wait
ask q2 1 && keep heatmap-ops q2-ops && keep heatmap-sleeps q2-sleeps
ask q3 1 && keep heatmap-ops q3-ops && keep heatmap-sleeps q3-sleeps
ask q4 1 && keep heatmap-ops q4-ops && keep heatmap-sleeps q4-sleeps
ask q5 1 && keep pileup pileup && keep pileup-2 pileup-vma-locks
echo "what the pages quote: $out/q*.txt"
