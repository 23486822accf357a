#!/usr/bin/env bash
# Makes the reference results and the README's pictures anew: about five
# minutes, in which nothing else should go on on the machine. Replays whole
# captures where they stand beside the checkout, else the excerpts.
set -euo pipefail
cd "$(dirname "$0")/.."
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
go build -o "$tmp/daxwait" .
run() { "$tmp/daxwait" run --out results/reference --plots plots/gallery "$@"; }

traces=()
for f in ../shared/traces/linux6.1-ext4-2cpu-{inval,mixed-pmd}-n8.trace.gz; do
	[ -e "$f" ] && traces+=(--trace "$f")
done
rm -rf plots/gallery results/reference
run --pattern all "${traces[@]}"
run --resume --pattern pte-same-run,pte-groups-run,mixed-pmd-run,mixed-pte-run
if [ ${#traces[@]} -gt 0 ]; then
	run --resume "${traces[@]}" --hold sleep
else
	run --resume --pattern replay-inval-sleep,replay-mixed-pmd-sleep
fi
herd=plots/gallery/timeline-perindex-pte-same
"$tmp/daxwait" run --pattern pte-same --strategy perindex --tasks 4 --timeline $herd.png --timeline $herd.svg
"$tmp/daxwait" check --charts plots/gallery
"$tmp/daxwait" check --strategy linux-5.2 --scenario pmd-meets-pte --charts plots/gallery
