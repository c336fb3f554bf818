#!/usr/bin/env bash
# Packs the project, installs the tarball in an empty folder, and uses it there as its users do.
set -euo pipefail

here=$(pwd)
there=$(mktemp -d)
trap 'rm -rf "$there"' EXIT

npm pack --silent --pack-destination "$there" > /dev/null
cd "$there"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund ./distro-sync-*.tgz
version=$(node -p "require('$here/package.json').version")

[ "$(npx --no-install distro-sync --version)" = "$version" ]
[ -z "$(node_modules/.bin/distro-sync --help 2>&1 > /dev/null)" ]
npx --no-install distro-sync schema plan > plan.schema.json
cmp plan.schema.json node_modules/distro-sync/schema/plan.schema.json
npx --no-install distro-sync demo > demo.txt 2> progress.txt
grep -q 'nothing to create' demo.txt
[ ! -e node_modules/distro-sync/dist/bin/generate.js ]
[ ! -e node_modules/distro-sync/.distro-sync ]
[ ! -e .distro-sync ]
echo "the tarball of $version works in another folder: $(du -sk node_modules/distro-sync | cut -f1) KB"
