#!/usr/bin/env bash
# Makes the reference results and the pictures of README and docs anew: about
# ten minutes on 2 CPUs, on which nothing else should go on meanwhile. Replays
# whole captures where they stand beside the checkout, else the excerpts.
set -euo pipefail
cd "$(dirname "$0")/.."
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
go build -o "$tmp/daxwait" .

traces=()
for f in ../shared/traces/linux6.1-ext4-2cpu-{inval,mixed-pmd}-n8.trace.gz; do
	[ -e "$f" ] && traces+=(--trace "$f")
done
rm -rf plots/gallery results/reference
"$tmp/daxwait" run --pattern all "${traces[@]}" --hold both --window 50ms --out results/reference --plots plots/gallery
"$tmp/daxwait" run --engine live --quick --window 50ms --out results/reference/live --plots ""
herd=plots/gallery/timeline-perindex-pte-same
"$tmp/daxwait" run --pattern pte-same --strategy perindex --tasks 4 --timeline $herd.png --timeline $herd.svg
"$tmp/daxwait" check --scenario entry --charts plots/gallery
"$tmp/daxwait" check --scenario around --charts "$tmp/around"
for kind in png svg; do cp "$tmp/around/matrix.$kind" "plots/gallery/matrix-around.$kind"; done
"$tmp/daxwait" check --strategy exclusive --scenario mmap-lock-map-sync --charts plots/gallery
"$tmp/daxwait" check --strategy linux-5.2 --scenario pmd-meets-pte --charts plots/gallery
"$tmp/daxwait" space --front --out "$tmp/space"
cp "$tmp"/space/{space,front,front-2}.{png,svg} plots/gallery
tools/questions.sh "$tmp/questions"
