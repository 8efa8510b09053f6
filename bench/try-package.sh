#!/usr/bin/env bash
# Packs the package, installs it in an empty folder and imports the sample there, as a user would.
# It takes minutes where better-sqlite3 has to be compiled, so no test does it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder"
cd "$folder"
npm init --yes > package-init.log
npm install --no-audit --no-fund ./hmsync-migrate-*.tgz

npx hmsync --help
time npx hmsync import --source node_modules/hmsync-migrate/fixtures/sample
npx hmsync import:validate
