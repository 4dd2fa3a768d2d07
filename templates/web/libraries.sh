#!/bin/sh
# Installs the libraries of the lock file beside this one into build/web/node_modules, where it has changed.
set -eu
cd "$(dirname "$0")/../.."
folder=build/web
mkdir -p "$folder"
exec 8>"$folder/libraries.lock"
flock 8 2>/dev/null || true
cmp -s templates/web/package-lock.json "$folder/installed-lock.json" && exit 0
cp templates/web/package.json templates/web/package-lock.json "$folder"
cd "$folder"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
cp package-lock.json installed-lock.json
