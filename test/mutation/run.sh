#!/usr/bin/env bash
# Breaks the code in thousands of small ways, one at a time, and runs the tests that cover the place: see docs/mutation.md.
# All arguments go to Stryker; `--mutate 'lib/core/plan/**/*.ts'` takes a part of it.
set -euo pipefail

stryker=test/mutation/node_modules/.bin/stryker
[[ $stryker -nt test/mutation/package-lock.json ]] || npm ci --prefix test/mutation --ignore-scripts --silent
# Outside of this folder: test runners and linters would find the copies of everything in it.
there=$(mktemp -d)
trap 'rm -rf "$there"' EXIT
RUNS=${RUNS:-20} "$stryker" run test/mutation/stryker.config.json --tempDirName "$there" "$@"
