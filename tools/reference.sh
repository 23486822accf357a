#!/usr/bin/env bash
# Makes the reference results anew, and the pictures of README and docs from
# them: on a machine on which nothing else goes
# on meanwhile. With --pictures it only draws again, of the results there are,
# all but the space of designs.
set -euo pipefail
cd "$(dirname "$0")/.."
pictures=${1:-}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
go build -o "$tmp/daxwait" .
daxwait=$tmp/daxwait reference=results/reference gallery=plots/gallery
[ "$pictures" ] || rm -rf $reference/*/ $gallery
mkdir -p $reference $gallery

# say does something and tells how long it took; run does so unless there are
# only pictures to draw.
say() {
	local began=$SECONDS
	echo "$ ${*/#$daxwait/daxwait}"
	"$@" >>"$tmp/said"
	echo "  $((SECONDS - began)) s"
}
run() { [ "$pictures" ] || say "$@"; }

# ask PAGE N NAME runs the N-th run of a page of docs, keeps its records
# compressed, and draws them; keep CHART AS copies a chart of it.
ask() {
	local command
	command=$(awk '/^```sh$/ {on = 1; next} /^```$/ {on = 0} on' "docs/$1.md" | grep '^go run \. run' | sed -n "$2p")
	if [ -z "$pictures" ]; then
		# shellcheck disable=SC2086 # the words of a command
		say ${command/#go run ./$daxwait} --out $reference/$3 --plots=
		gzip -9n $reference/$3/runs.jsonl
		rm $reference/$3/bench.txt # which follows from the records
	fi
	rm -rf "$tmp/plots"
	local baseline=()
	[[ $command =~ (--baseline )([^ ]+) ]] && baseline=(--baseline "${BASH_REMATCH[2]}")
	say "$daxwait" plot --in $reference/$3 --out "$tmp/plots" "${baseline[@]}"
}
keep() { for kind in png svg; do cp "$tmp/plots/$1.$kind" "$gallery/$2.$kind"; done; }

traces=()
for f in results/captures/linux6.1-ext4-2cpu-{inval,mixed-pmd}-n8.trace.gz; do
	traces+=(--trace "$f")
done
run "$daxwait" run --engine live --quick --window 50ms --out $reference/live --plots=
run "$daxwait" run --pattern all "${traces[@]}" --hold both --window 50ms --out $reference/comparison --plots=
run gzip -9n $reference/comparison/runs.jsonl
run rm $reference/comparison/bench.txt # which follows from the records
say "$daxwait" plot --in $reference/comparison --out $gallery

ask q1 1 q1-pairs; keep curves-tasks q1-pairs; keep curves-tasks-2 q1-pairs-run
ask q1 7 q1-mix; keep regimes-ops q1-mix; keep regimes-p99-wait q1-mix-wait
for n in 2:think 3:hold 4:price 5:load 6:guest; do ask q1 "${n%:*}" "q1-${n#*:}"; done
ask q2 1 q2; keep heatmap-ops q2-ops; keep heatmap-sleeps q2-sleeps
ask q2 2 q2-load
ask q3 1 q3; keep heatmap-ops q3-ops; keep heatmap-sleeps q3-sleeps
ask q3 2 q3-load
ask q4 1 q4; keep heatmap-ops q4-ops; keep heatmap-sleeps q4-sleeps
ask q4 2 q4-load
ask q5 1 q5-pile-up; keep pileup pileup; keep pileup-2 pileup-vma-locks
ask q5 2 q5-nopmd
ask q5 3 q5-load
ask q6 1 q6-faults; keep latency q6-faults
ask q6 2 q6-loaded
ask q6 3 q6-munmap; keep latency q6-munmap
ask q6 4 q6-holds
ask q6 5 q6-load

ask machines 1 machines-before
ask machines 2 machines-fifo
ask machines 3 machines-64-core
ask machines 4 machines-2x64-numa

if [ -z "$pictures" ]; then
	say "$daxwait" space --front --out $reference/space
	mv $reference/space/{space,front,front-2}.{png,svg} $gallery
	gzip -9n $reference/space/space.jsonl $reference/space/front/runs.jsonl
	rm $reference/space/front/bench.txt
fi

herd=$gallery/timeline-perindex-pte-same
say "$daxwait" run --pattern pte-same --strategy perindex --tasks 4 --timeline $herd.png --timeline $herd.svg
say "$daxwait" check --scenario entry --plots $gallery
say "$daxwait" check --scenario around --plots "$tmp/around"
for kind in png svg; do cp "$tmp/around/matrix.$kind" "$gallery/matrix-around.$kind"; done
say "$daxwait" check --strategy exclusive --scenario mmap-lock-map-sync --plots $gallery
say "$daxwait" check --strategy linux-5.2 --scenario pmd-meets-pte --plots $gallery
echo "all of it: $SECONDS s"
