#!/usr/bin/env bash
# Counts the instructions that one XArray operation takes, with callgrind: the
# difference of two runs of different length, less the empty loop's. Repeatable
# to an instruction or two, whatever else the machine does.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || { echo "instructions.sh: needs valgrind (apt-get install valgrind)" >&2; exit 2; }
bin=$(mktemp); trap 'rm -f "$bin"' EXIT
go test -c -o "$bin" ./daxcore/xarray

collected() { # benchmark, iterations
	GOMAXPROCS=1 GOGC=off valgrind --tool=callgrind --callgrind-out-file=/dev/null "$bin" \
		-test.run xxx -test.bench "$1" -test.benchtime="$2x" 2>&1 | awk '/Collected/ {print $4}'
}
per_op() { echo $(( ($(collected "$1" 600000) - $(collected "$1" 100000)) / 500000 )); }

empty=$(per_op 'Empty$')
printf '%-28s %12s %9s\n' operation instructions 'at most'
for row in 'Load$ 121' 'LockUnlock/order=0 407' 'LockUnlock/order=9 668'; do
	set -- $row
	printf '%-28s %12d %9d\n' "${1%$}" $(( $(per_op "$1") - empty )) "$2"
done
