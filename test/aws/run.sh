#!/usr/bin/env bash
# Tests against AWS's protocols: real clients, and moto's servers on loopback. Arguments are passed on to vitest.
set -euo pipefail
cd "$(dirname "$0")/../.."

source test/support/python-environment.sh
environment=$(python_environment test/aws/requirements.txt)
exec "$environment/bin/python" test/aws/with_moto.py \
  npx --no-install vitest run --config test/aws/vitest.config.ts "$@"
