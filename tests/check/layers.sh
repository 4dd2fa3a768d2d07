#!/bin/sh
# Holds what the layout promises: dependencies point one way from room to room (rooms.txt), one file knows
# each library, and statements over class tables are made in a few files. Prints each breach; exits 1 when
# there is one.
set -u
cd "$(dirname "$0")/../.."
breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT

# forbid FILES PATTERN WHY: no line of the files may match the extended regular expression.
forbid() {
    # shellcheck disable=SC2086
    grep -nE "$2" $1 /dev/null 2>/dev/null | sed "s|\$|: $3|" >>"$breaches"
}

# except PATTERN FILES...: the files whose name does not match.
except() {
    pattern=$1
    shift
    printf '%s\n' "$@" | grep -vE "$pattern"
}

runtime=$(find templates/runtime -name '*.[ch]')
generator=$(find generator -name '*.[ch]')
# shellcheck disable=SC2086
emitters=$(except 'emit/(output|settle|stage|template)\.c$' $(echo "$generator" | grep 'generator/emit/.*\.c$'))

forbid "$emitters" '#include (<stdio.h>|<cjson|<time.h>|<locale.h>|"read/|"draft/|"rules/|"base/(json|diag))' \
    'an emitter sees the model, the output and names only'
forbid "$emitters" '\b(getenv|setlocale|time|fopen|printf)\(' 'emission is pure'
# shellcheck disable=SC2086
{
    forbid "$(except '/(store_[a-z]+|sbom_command)\.c$' $runtime)" '#include <sqlite3\.h>' 'only the store knows SQLite'
    forbid "$(except '/store/[a-z_]+\.[ch]$' $runtime)" '\bstore_step\b|store/store_step\.h' \
        'rows are read by sql_next() and its kin, which tell every outcome'
    forbid "$(except '/(store/[a-z_]+|write/row_write|model/value)\.[ch]$' $runtime)" '\bstore_(prepare|bind_[a-z0-9]+)\(' \
        'statements are prepared with their values by sql_statement() and sql_prepare()'
    forbid "$(except '/(context|aggregate|parts|writer|health|audit_[a-z]+)\.c$' $runtime)" 'error = \(struct parse_error\)\{0' \
        'a refusal is taken back by forgive(), which keeps internal errors'
    forbid "$(except '/model/class\.h$|/options\.c$|/store/' $runtime)" \
        '\(int\)\([a-z_>.-]+ - [a-z_>.-]+->fields\)|char \*\)[^;]*(->|\.)offset\b' \
        'the index and the member of a field are told by class_field_index(), object_member() and object_value()'
    forbid "$(except '/(transfer|sbom_command)\.c$' $runtime)" '#include <curl/' 'only transfer.c knows libcurl, and what lists libraries'
    forbid "$(except '/http/[a-z_]+\.[ch]$|/sbom_command\.c$' $runtime)" '#include <microhttpd\.h>' 'only the room http knows libmicrohttpd'
    forbid "$(except '/(read|write)/[a-z_]+\.c$|/guard\.c$|/(class|columns)\.h$' $runtime)" '(->|\.)(version_)?table\b' \
        'statements over class tables are made in read/ and write/, behind the guard'
    forbid "$(except '/session_cache\.c$' $runtime)" '(FROM|INTO|UPDATE|JOIN) *\\"_(User|Role|Session|Installation|Join[^"]*)\\"' \
        'statements over class tables are made in read/ and write/, behind the guard'
    forbid "$(except '/(signature|retention|system_tables)\.c$' $runtime)" '_Signature\\"' 'signatures are read and added in signature.c'
}
# The schema's own SQL: what rules, records, notices and emergency access were compiled to.
emitted='rules_add_(predicate|ceiling)\(|notice->told\b|access->owners\b|(->|\.)(emergency_held|own_records|disclosed_by|same_owner|printed_names|report_names|report_readers|erasers|exporters)\b'
# shellcheck disable=SC2086
forbid "$(except '/(read|write|guard)/[a-z_]+\.[ch]$|/class[a-z_]*\.h$' $runtime)" "$emitted" \
    'statements over class tables, emitted ones too, are made in read/, write/ and guard/'
forbid "$runtime" '(UPDATE|DELETE FROM) *\\"_Signature' 'signatures stay as they are'
# shellcheck disable=SC2086
forbid "$(except '/base/text\.h$|/store/' $runtime)" '\(int\)[a-z_>.]+(\.|->)length,' \
    'a text goes into a format by TEXT_PRINTED()'
forbid "$generator $runtime" '\b(strcpy|strcat|sprintf|vsprintf|strtok|gets|strncpy|strncat|longjmp|abort)\(' \
    'this function is banned'

# Texts in JSON, SQL, mails and headers go through a writer that escapes, never through a format. A refusal's
# message is written by one; so is what the log says (log.c), and what a person reads in a terminal is none of these.
forbid_format() {
    # shellcheck disable=SC2086
    grep -nE "$1" $runtime /dev/null | grep -vE '/base/log\.c:|/program/greeting\.c:|\bfail\(|\bfprintf\(stderr' |
        sed 's|$|: a text goes in by a writer that escapes|' >>"$breaches"
}
forbid_format '\\"%(\.\*|\.[0-9]+)?s|%(\.\*|\.[0-9]+)?s\\"'
forbid_format '"[^"]*\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE|VALUES)\b[^"]*%(\.\*|\.[0-9]+)?s'
forbid_format '(\\r\\n|[A-Z][A-Za-z]+-[A-Za-z-]+: )[^"]*%(\.\*|\.[0-9]+)?s|%(\.\*|\.[0-9]+)?s[^"]*\\r\\n'

# Arrows between rooms.
# shellcheck disable=SC2086
awk '
    FILENAME ~ /rooms\.txt$/ {
        if ($0 ~ /^#/ || !NF) next
        if (NF == 1) { tree = $1; next }
        level[tree "/" $1] = ++count
        next
    }
    FNR == 1 {
        folder = FILENAME; sub(/\/[^\/]*$/, "", folder)
        tree = FILENAME ~ /^generator\// ? "generator" : "templates/runtime"
        if (folder != "generator" && folder != "generator/embed" && !(folder in level))
            print FILENAME ": stands in no room of tests/check/rooms.txt"
    }
    /^#include "/ {
        split($0, part, "\"")
        room = part[2]
        if (!sub(/\/[^\/]*$/, "", room)) {
            if (folder != "generator" && folder != "generator/embed")
                print FILENAME ":" FNR ": " part[2] " names no room"
            next
        }
        room = tree "/" room
        file = FILENAME; sub(tree "/", "", file)
        if (!(room in level)) print FILENAME ":" FNR ": " part[2] " is in no room of this tree"
        else if (folder in level && level[room] > level[folder])
            print FILENAME ":" FNR ": " file " includes " part[2] ", a room below its own"
    }
' tests/check/rooms.txt $runtime $generator >>"$breaches"

cat "$breaches"
[ ! -s "$breaches" ]
