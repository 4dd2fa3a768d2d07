#!/bin/sh
# Builds the bundled pages into build/web/pages.pack, from the lock file beside this one, and says in
# build/web/pages.pack.progress how far it is, for whoever looks at the first page meanwhile. Installs
# Node where it may; where there is none, servers are without these pages, and their first page says why.
set -eu
cd "$(dirname "$0")/../.."
folder=build/web
pack=$folder/pages.pack
mkdir -p "$folder"
# Two that build at once do so one after the other.
exec 9>"$folder/lock"
flock 9 2>/dev/null || true

say() { # building|failed TEXT
    echo "pages: $2"
    echo "$1 $2" >"$pack.progress.new"
    mv "$pack.progress.new" "$pack.progress"
}
done=
trap 'exit 1' INT TERM HUP
trap '[ -n "$done" ] || [ -s "$folder/why" ] || say failed "the build of the pages stopped"' EXIT
give_up() {
    echo "$1" >"$folder/why"
    say failed "$1"
    exit 1
}
rm -f "$folder/why"

say building '1 of 3: Node'
tests/install-packages.sh pages || give_up 'Node is not here and could not be installed (apt-get install nodejs npm)'
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0)' || give_up "Node $(node --version) is too old: the pages need 18 or later"

say building '2 of 3: libraries from npm'
templates/web/libraries.sh || give_up 'npm could not install the libraries'

say building '3 of 3: bundling'
node templates/web/build.mjs "$folder/node_modules" "$pack.new" || give_up 'the pages could not be bundled'
mv "$pack.new" "$pack"
rm -f "$pack.progress"
done=yes
echo "pages: $pack is built"
