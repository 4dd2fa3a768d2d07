#!/bin/sh
# What continuous integration runs. It needs caregen on the PATH, a C compiler, make, and Node for the tests.
set -eu
cd "$(dirname "$0")"
exec make test
