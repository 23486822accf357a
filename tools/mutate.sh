#!/usr/bin/env bash
# Tests the tests: breaks the model in one place at a time, in a copy of the
# tree, and wants the tests to notice. Arguments are passed on, such as -run wake;
# the lists are in tools/mutate/lists.
set -euo pipefail
cd "$(dirname "$0")/.."
exec go run ./tools/mutate "$@"
