#!/usr/bin/env bash
# Checks the templates of the default and of the full stack with cfn-lint. Needs a build: `npm run build`.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ ! -f dist/bin/app.js ]; then
  printf 'the app is not built: npm run build\n' >&2
  exit 1
fi
source test/support/python-environment.sh
environment=$(python_environment test/infra/requirements.txt)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export CDK_DISABLE_CLI_TELEMETRY=true AWS_EC2_METADATA_DISABLED=true
for stack in default full; do
  node node_modules/aws-cdk/bin/cdk synth --quiet --no-notices \
    -c "config=test/infra/fixtures/$stack.yaml" --output "$work/$stack"
done
# W3005: CDK says that a function depends on its role, although that follows already.
# Not by itself: its first line has the path that it was installed under.
"$environment/bin/python" "$environment/bin/cfn-lint" --regions us-east-1 eu-central-1 --include-checks I --ignore-checks W3005 -- "$work"/*/*.template.json
printf 'cfn-lint has nothing to say of the default and the full stack\n'
