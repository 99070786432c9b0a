#!/usr/bin/env bash
# Deploys, verifies, reverts and deploys again, then runs tests/sql. Needs a server to throw away, named
# by the PG* variables (see "make test").
set -eu
cd "$(dirname "$0")/.."

export SQITCH_FULLNAME=motcua SQITCH_EMAIL=motcua@localhost
database=motcua_sql
ascii_database=motcua_ascii

fail() {
    echo "run-sql.sh: $*" >&2
    exit 1
}

# $1: command of sqitch, $2: database, then its options.
run_sqitch() {
    local command=$1 target=$2
    shift 2
    (cd sql && sqitch --quiet "$command" --target "db:pg:$target" "$@")
}

createdb --template=template0 "$database"
run_sqitch deploy "$database" --verify
run_sqitch verify "$database"
psql -XAtq -F $'\t' -d "$database" -f tests/lint/objects.sql | /usr/bin/python3 tests/lint/verified.py sql ||
    fail "a verify script does not see all that its change makes"
run_sqitch revert "$database" -y
left=$(psql -XAtq -d "$database" -c "SELECT string_agg(nspname, ' ') FROM pg_namespace WHERE nspname IN ('motcua', 'stats')")
[ -z "$left" ] || fail "revert left the schemas: $left"
left=$(psql -XAtq -d "$database" -c "SELECT string_agg(rolname, ' ') FROM pg_roles WHERE rolname LIKE 'motcua%'")
[ -z "$left" ] || fail "revert left the roles: $left"
run_sqitch deploy "$database" --verify

createdb --template=template0 --encoding=SQL_ASCII --locale=C "$ascii_database"
if refusal=$(run_sqitch deploy "$ascii_database" --verify 2>&1); then
    fail "a database in SQL_ASCII was accepted"
fi
case $refusal in
*"motcua needs a database in UTF8, this one is in SQL_ASCII"*) ;;
*) fail "a database in SQL_ASCII was refused for another reason: $refusal" ;;
esac

psql -Xq -d "$database" -c 'CREATE EXTENSION pgtap'
pg_prove --timer --dbname "$database" tests/sql/*.sql
