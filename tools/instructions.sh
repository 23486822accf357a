#!/usr/bin/env bash
# Counts the instructions that one XArray operation takes, with callgrind: the
# difference of two runs of different length, less the empty loop's. Repeatable
# to an instruction or two, whatever else the machine does.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
fail() { echo "instructions.sh: $*" >&2; exit 2; }
command -v valgrind >/dev/null || fail "needs valgrind (apt-get install valgrind)"
bin=$(mktemp); trap 'rm -f "$bin"' EXIT
go test -c -o "$bin" ./daxcore/xarray

collected() { # benchmark, iterations
	local said n
	# Valgrind does not know RDTSCP, and loses the signals that preempt goroutines.
	said=$(GODEBUG=cpu.rdtscp=off,asyncpreemptoff=1 GOMAXPROCS=1 GOGC=off valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		"$bin" -test.run xxx -test.bench "$1" -test.benchtime="$2x" 2>&1) ||
		fail "valgrind or the program in it died, benchmark $1: $(tail -n 5 <<<"$said")"
	n=$(awk '/Collected/ {print $4}' <<<"$said")
	[[ $n =~ ^[0-9]+$ ]] || fail "valgrind counted nothing, benchmark $1: $(tail -n 5 <<<"$said")"
	grep -q "^Benchmark.* $2	\|^Benchmark.*	 *$2	" <<<"$said" || fail "no benchmark $1 ran $2 times: $(tail -n 5 <<<"$said")"
	echo "$n"
}
per_op() {
	local long short
	long=$(collected "$1" 600000)
	short=$(collected "$1" 100000)
	(( long > short )) || fail "benchmark $1 took $long instructions for 600000 iterations and $short for 100000: these counts mean nothing"
	echo $(( (long - short) / 500000 ))
}

empty=$(per_op 'Empty$')
printf '%-28s %12s %9s\n' operation instructions 'at most'
for row in 'Load$ 121' 'LockUnlock/order=0 245' 'LockUnlock/order=9 240'; do
	set -- $row
	taken=$(per_op "$1")
	printf '%-28s %12d %9d\n' "${1%$}" $(( taken - empty )) "$2"
done
