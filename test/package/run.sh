#!/usr/bin/env bash
# Packs the project, installs the tarball in an empty folder, and uses it there as its users do: as a command, and in CDK apps.
set -euo pipefail

here=$(pwd)
there=$(mktemp -d)
trap 'rm -rf "$there"' EXIT

fail() {
  printf 'the package test failed: %s\n' "$1" >&2
  exit 1
}

# The version that this repository was tested with.
pinned() {
  printf '%s@%s' "$1" "$(node -p "require('$here/package.json').devDependencies['$1']")"
}

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
[ ! -e node_modules/distro-sync/dist/sources ]
[ ! -e node_modules/distro-sync/.distro-sync ]
[ ! -e .distro-sync ]

npm install --silent --no-audit --no-fund \
  "$(pinned typescript)" "$(pinned aws-cdk-lib)" "$(pinned constructs)" "$(pinned @types/node)"
npm pkg set type=module > /dev/null
mkdir -p routing/distributions
printf 'identifier: shop\nscope: WORKSPACE\n' > routing/distributions/shop.yaml

cat > good.ts << 'END'
import { App, Stack } from "aws-cdk-lib";
import { DistroSync } from "distro-sync/cdk";

const app = new App({ outdir: "synthesised" });
new DistroSync(new Stack(app, "Routing"), "DistroSync", {
  config: {
    instance: "web-team",
    workspaces: [
      {
        workspace: "my-company",
        region: "eu",
        token: { ssm: "/distro-sync/my-company/token" },
        limits: { max_removals: 3, allow: ["apex"] },
      },
    ],
    windows: [{ deny: "0 17 * * 5", duration: "63h" }],
    notify: { email: "alarms@example.com" },
  },
  folder: "routing",
});
app.synth();
END

# Each is the good app with one line that is wrong: NUMBER|LINE.
wrong=(
  '7|    instance: 5,'
  '7|    instence: "web-team",'
  '10|        workspace: ["my-company"],'
  '11|        region: "mars",'
  '12|        token: { smm: "/distro-sync/my-company/token" },'
  '12|        token: { ssm: "/distro-sync/my-company/token", env: "BUDDY_TOKEN" },'
  '13|        limits: { max_removls: 3 },'
  '13|        limits: { allow: ["everything"] },'
  '16|    windows: [{ deny: "0 17 * * 5" }],'
  '17|    notify: "alarms@example.com",'
  '17|    notify: { mail: "alarms@example.com" },'
)
bad=()
for index in "${!wrong[@]}"; do
  line=${wrong[$index]%%|*}
  awk -v number="$line" -v text="${wrong[$index]#*|}" 'NR == number { print text; next } { print }' good.ts > "bad$index.ts"
  bad+=("bad$index.ts")
done

compile() {
  npx --no-install tsc --strict --target es2022 --module nodenext --types node --pretty false "$@"
}
for skip in true false; do
  compile --skipLibCheck "$skip" good.ts > errors.txt || fail "skipLibCheck $skip, the good app: $(head -5 errors.txt)"
  if compile --skipLibCheck "$skip" --noEmit "${bad[@]}" > errors.txt; then fail "skipLibCheck $skip: the bad apps compile"; fi
  for index in "${!wrong[@]}"; do
    found=$(grep -o "^[^ ]*bad$index\.ts([0-9]*,[0-9]*): error TS[0-9]*" errors.txt || true)
    case $found in
      "bad$index.ts(${wrong[$index]%%|*},"*) ;;
      *) fail "skipLibCheck $skip, the line '${wrong[$index]#*|}': ${found:-no error}" ;;
    esac
  done
  # Nothing but what is wrong with these lines: no declaration that cannot be found or read.
  if grep -v '^bad[0-9]*\.ts(' errors.txt | grep -q 'error TS'; then fail "$(head -5 errors.txt)"; fi
done

node good.js > synthesis.txt 2>&1 || fail "the good app does not synthesise: $(tail -5 synthesis.txt)"
grep -q '"alarms@example.com"' synthesised/Routing.template.json

# The same mistake in an app that nobody compiles.
sed 's/max_removals/max_removls/' good.js > unchecked.js
if node unchecked.js > problems.txt 2>&1; then fail "an unknown key is synthesised"; fi
grep -q 'ProblemsError: config.workspaces\[0\].limits.max_removls UNKNOWN_KEY .* did you mean max_removals?' problems.txt ||
  fail "$(head -5 problems.txt)"

echo "the tarball of $version works in another folder: $(du -sk node_modules/distro-sync | cut -f1) KB"
