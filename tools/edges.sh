#!/usr/bin/env bash
# Counts the instructions that an edge of a search takes, by part, with callgrind: the
# difference of two runs of different length. An instruction is of the part whose file
# it stands in, or of that of a runtime function whose work it is; so what a part calls
# of another is the other's.
#
#	tools/edges.sh            # all schedules
#	tools/edges.sh reduced    # with what may be left out left out
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
fail() { echo "edges.sh: $*" >&2; exit 2; }
command -v valgrind >/dev/null || fail "needs valgrind (apt-get install valgrind)"
search=${1:-pooled}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
go test -c -o "$tmp/check.test" ./bench/check

# profile TIMES writes the functions of a run of so many searches, by their own
# instructions, and prints the edges of one search.
profile() {
	local said edges
	# Valgrind does not know RDTSCP, and loses the signals that preempt goroutines.
	said=$(GODEBUG=cpu.rdtscp=off,asyncpreemptoff=1 GOMAXPROCS=1 GOGC=off valgrind --tool=callgrind --callgrind-out-file="$tmp/$1.out" \
		"$tmp/check.test" -test.run xxx -test.bench "Search/$search\$" -test.benchtime="$1x" 2>&1) ||
		fail "valgrind or the program in it died: $(tail -n 5 <<<"$said")"
	edges=$(awk '{for (i = 2; i <= NF; i++) if ($i == "edges/op") print int($(i-1))}' <<<"$said")
	[[ $edges =~ ^[1-9][0-9]*$ ]] || fail "no benchmark Search/$search ran: $(tail -n 5 <<<"$said")"
	callgrind_annotate --threshold=100 --auto=no "$tmp/$1.out" >"$tmp/$1.txt" || fail "callgrind_annotate cannot read what callgrind wrote"
	echo "$edges"
}
edges=$(profile 1)
again=$(profile 3)
(( edges == again )) || fail "one search has $edges edges, and each of three $again"

awk -v edges="$edges" -v shorter="$tmp/1.txt" '
function part(what) {
	if (what ~ /internal\/graph\/print\.go|step\.Mix/) return "hash: fingerprints of states and places"
	if (what ~ /internal\/graph\//) return "lookup: states and edges that are kept"
	if (what ~ /internal\/frontier|encoding\/binary/) return "frontier: states that wait"
	if (what ~ /check\/reduce\.go|bench\/footprint|AppendPlace|\)\.Swap/) return "reduce: the order of equal tasks"
	if (what ~ /AppendState|SetState|\/state\.go|bitmap\.go|AppendTables|\.describe|[oO]verwriteNode|appendNode|releaseTree|mm\.tables/) return "encode: the world to words and back"
	if (what ~ /pool\.go|runtime_fast64|runtime\.mapaccess|internal\/runtime\/maps/) return "pool: coroutines and places"
	if (what ~ /coroswitch|coro\.go|iter\.go|runtime\.mcall|runtime\.gogo/) return "step: changes of coroutine"
	if (what ~ /symtab|traceback|panic|stkframe|unwinder|pcvalue|funcdata|findfunc/) return "step: coroutines that are given up"
	if (what ~ /daxcore\/|strategies\//) return "step: the model and the design"
	if (what ~ /bench\/check/) return "search: edges, verdicts, merge"
	return "runtime: memory and the rest"
}
match($0, /^ *[0-9][0-9,]* /) && /%\)/ && !/PROGRAM TOTALS/ {
	n = substr($0, 1, RLENGTH); gsub(/[ ,]/, "", n)
	p = part($0)
	sum[p] += FILENAME == shorter ? -n : n
}
END {
	for (p in sum) total += sum[p]
	if (total <= 0) { print "edges.sh: these counts mean nothing" > "/dev/stderr"; exit 2 }
	for (p in sum) printf "%-42s %7.0f %6.1f %%\n", p, sum[p] / 2 / edges, 100 * sum[p] / total | "sort"
	close("sort")
	printf "%-42s %7.0f         of %d edges\n", "an edge", total / 2 / edges, edges
}' "$tmp/1.txt" "$tmp/3.txt"
