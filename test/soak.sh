#!/usr/bin/env bash
# The properties with many runs, and every kill point. The seed is drawn anew each time: the one that is printed repeats a run, with
# the same RUNS. Arguments are test files, instead of all that have properties.
set -euo pipefail

export SEED=${SEED:-$((RANDOM * 32768 + RANDOM))} THOROUGH=1
printf 'the seed of this soak: SEED=%s\n' "$SEED"
trap 'printf "this soak again: SEED=%s RUNS=%s npm run soak\n" "$SEED" "${RUNS:-}"' EXIT

soak() { RUNS=${RUNS:-$1} npx --no-install vitest run --testTimeout=7200000 "${@:2}"; }

if [ $# -gt 0 ]; then
  soak 3000 "$@"
else
  mapfile -t files < <(grep -rlE '\btries\(|expectRulesKept' test --include='*.test.ts' | grep -v neutralise)
  soak 3000 "${files[@]}"
  soak 400000 test/core/report/neutralise.test.ts
fi
