#!/bin/sh
# Installs the Debian packages of packages.txt for the purposes named (serve, pages, test, ...) whose
# probe fails, through apt-get, as root or with sudo. Says what it does; does nothing when nothing is missing.
set -eu
cd "$(dirname "$0")/.."

is_there() { # kind:name
    case $1 in
    command:*) command -v "${1#command:}" >/dev/null 2>&1 ;;
    header:*)
        # gcc may itself be missing still
        echo "#include <${1#header:}>" | gcc -E - >/dev/null 2>&1
        ;;
    file:*) [ -e "${1#file:}" ] ;;
    *) return 1 ;;
    esac
}

missing=
while read -r package probe purpose; do
    case $package in '' | '#'*) continue ;; esac
    for wanted in "$@"; do
        if [ "$purpose" = "$wanted" ] && ! is_there "$probe"; then
            missing="$missing $package"
        fi
    done
done <packages.txt

[ -n "$missing" ] || exit 0
echo "installing Debian packages:$missing"
if [ "$(id -u)" = 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1; then
    # Where nobody is to be asked for a password, none is asked for.
    if [ -t 0 ]; then as_root=sudo; else as_root='sudo -n'; fi
else
    echo "this needs root: apt-get install$missing" >&2
    exit 1
fi
# What is a service when it is installed is wanted for tests alone: it is neither started nor started at boot.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
    $as_root chmod 755 $policy
    trap '$as_root rm -f $policy' EXIT
fi
$as_root apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
for service in nginx prometheus; do
    case "$missing " in *" $service "*) $as_root systemctl disable $service >/dev/null 2>&1 || true ;; esac
done
