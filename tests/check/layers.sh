#!/bin/sh
# Holds what the layout promises: dependencies point one way, one file knows each library, and one file
# makes statements over class tables. Prints each breach; exits 1 when there is one.
set -u
cd "$(dirname "$0")/../.."
breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT

breach() {
    echo "$1" >>"$breaches"
}

# forbid FILES PATTERN WHY: no line of the files may match the extended regular expression.
forbid() {
    # shellcheck disable=SC2086
    grep -nE "$2" $1 /dev/null 2>/dev/null | while IFS= read -r line; do
        breach "$line: $3"
    done
}

except() { # except PATTERN FILES...: the files whose name does not match
    pattern=$1
    shift
    for file in "$@"; do
        echo "$file" | grep -qE "$pattern" || echo "$file"
    done
}

forbid "$(echo generator/base/*.[ch])" '#include "([^b]|b[^a])' 'base includes nothing of the generator but itself'
emitters=$(except 'emit/(output|output_disk|template)\.c$' generator/emit/*.c)
forbid "$emitters" '#include (<stdio.h>|<cjson|<time.h>|<locale.h>|"ast.h"|"spec_|"json|"merge|"check_|"diag)' \
    'an emitter sees the model, the output and names only'
forbid "$emitters" '\b(getenv|setlocale|time|fopen|printf)\(' 'emission is pure'
forbid "$(echo templates/runtime/*.[ch])" '#include "(base|emit)/|generator/' 'the runtime does not know the generator'
forbid "$(except '/store_[a-z]+\.c$' templates/runtime/*.[ch])" '#include <sqlite3\.h>' 'only the store knows SQLite'
forbid "$(except '/transfer\.c$' templates/runtime/*.[ch])" '#include <curl/' 'only transfer.c knows libcurl'
forbid "$(except '/(http|http_answer|intake|intake_files|credentials|authenticate|peer|location|cors)\.c$' templates/runtime/*.[ch])" '#include <microhttpd\.h>' \
    'only the carriage knows libmicrohttpd'
forbid "$(except '/(rows[a-z_]*|where[a-z_]*|guard)\.c$|/(class|columns)\.h$' templates/runtime/*.[ch])" '(->|\.)(version_)?table\b' \
    'statements over class tables are made in rows.c, behind the guard'
forbid "$(except '/session_cache\.c$' templates/runtime/*.[ch])" '(FROM|INTO|UPDATE|JOIN) *\\"_(User|Role|Session|Installation|Join[^"]*)\\"' \
    'statements over class tables are made in rows.c, behind the guard'
forbid "$(except '/(signature|rows_keep)\.c$' templates/runtime/*.[ch])" '_Signature\\"' 'signatures are read and added in signature.c'
forbid "$(echo templates/runtime/*.[ch])" '(UPDATE|DELETE FROM) *\\"_Signature' 'signatures stay as they are'
forbid "$(echo generator/*.[ch] generator/*/*.[ch] templates/runtime/*.[ch])" \
    '\b(strcpy|strcat|sprintf|vsprintf|strtok|gets|strncpy|strncat|longjmp|abort)\(' 'this function is banned'

# The floors of the runtime.
awk '
    FNR == NR { if ($0 !~ /^#/ && NF) { level++; for (i = 2; i <= NF; i++) { floor[$i] = level; label[$i] = $1 } } next }
    FNR == 1 { name = FILENAME; sub(/.*\//, "", name); sub(/\.[a-z]+$/, "", name)
               if (!(name in floor)) print FILENAME ": stands on no floor of tests/check/layers.txt" }
    /^#include "/ { split($0, part, "\""); other = part[2]; sub(/\.[a-z]+$/, "", other)
                    if (other in floor && name in floor && floor[other] > floor[name])
                        print FILENAME ":" FNR ": " name " (" label[name] ") includes " other " (" label[other] ")" }
' tests/check/layers.txt templates/runtime/*.[ch] >>"$breaches"

cat "$breaches"
[ ! -s "$breaches" ]
