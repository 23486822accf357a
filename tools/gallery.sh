#!/usr/bin/env bash
# Makes the reference results and the README's pictures anew, with nothing else
# going on on the machine: about eight minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
traces=(); for f in ../shared/traces/*-{inval-n8,mixed-pmd-n8}.trace.gz; do [ -e "$f" ] && traces+=(--trace "$f"); done
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
go build -o "$tmp/daxwait" .
"$tmp/daxwait" run --pattern all "${traces[@]}" --window 150ms --windows 12 --out results/reference --plots plots/gallery
"$tmp/daxwait" run --pattern pte-same-run,pte-groups-run,mixed-pmd-run,replay-inval-sleep,replay-mixed-pmd-sleep \
	--window 150ms --windows 12 --out results/reference --plots plots/gallery --resume
