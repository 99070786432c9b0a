#!/usr/bin/env bash
# Upgrades a database of the last release, with two nights in it, to the schema of this tree, and goes back.
# tests/upgrade/RELEASED names the release: tag and commit. Needs a server to throw away, named by the PG*
# variables (see "make test").
set -eu
cd "$(dirname "$0")/.."

export SQITCH_FULLNAME=motcua SQITCH_EMAIL=motcua@localhost
database=motcua_upgrade
fresh_database=motcua_fresh
passed=0 failed=0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
    echo "run-upgrade.sh: not tested: $*"
    echo "0 passed, 0 failed"
    exit 0
}

# $1: what is tested; the rest: a command.
check() {
    local what=$1
    shift
    if "$@" > "$work/output" 2>&1; then
        passed=$((passed + 1))
        echo "ok: $what"
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
        head -n 40 "$work/output"
    fi
}

# $1: tree of the schema, $2: command of sqitch, $3: database, then its options.
run_sqitch() {
    local tree=$1 command=$2 target=$3
    shift 3
    (cd "$tree" && sqitch --quiet "$command" --target "db:pg:$target" "$@")
}

load() {
    psql -Xq -v ON_ERROR_STOP=1 -v night="$1" -d "$database" -f tests/upgrade/night.sql
}

figures() {
    psql -XAtq -v ON_ERROR_STOP=1 -d "$database" -f tests/upgrade/figures.sql > "$work/figures.now"
}

same_figures() {
    figures && diff "$work/figures" "$work/figures.now"
}

# $1: which lines. A later schema counts more; what the release counted is there as it was.
kept_figures() {
    figures && ! comm -23 <(grep "$1" "$work/figures" | sort) <(sort "$work/figures.now") | grep .
}

# $1: database, $2: file. Everything in the schemas but rows.
describe() {
    pg_dump --schema-only --schema=motcua --schema=stats -d "$1" | grep -v '^\\\(un\)\?restrict ' > "$work/$2"
}

same_schema() {
    describe "$1" now && diff "$work/$2" "$work/now"
}

# A database runs what it was deployed with: a file that changed later is never deployed anywhere again.
# A change that was made anew (sqitch rework) keeps its old file under the name of the tag.
unchanged_deploy_files() {
    local file kept status=0
    for file in "$work"/sql/deploy/*.sql; do
        kept=sql/deploy/$(basename "$file" .sql)@$tag.sql
        [ -e "$kept" ] || kept=sql/deploy/$(basename "$file")
        cmp "$file" "$kept" || status=1
    done
    return $status
}

[ -e tests/upgrade/RELEASED ] || skip "nothing has been released"
read -r tag commit < tests/upgrade/RELEASED
git rev-parse --git-dir > "$work/output" 2>&1 || skip "this is no clone, so it has no $tag"
if ! git cat-file -e "$commit^{commit}" 2> "$work/output"; then
    [ "$(git rev-parse --is-shallow-repository)" != true ] || skip "this clone is shallow and lacks $tag ($commit); git fetch --unshallow brings it"
    echo "run-upgrade.sh: tests/upgrade/RELEASED names $commit for $tag, which is no commit of this clone" >&2
    exit 1
fi
git archive "$commit" sql | tar -x -C "$work"

createdb --template=template0 "$database"
run_sqitch "$work/sql" deploy "$database" --verify
load 1
load 2
figures
mv "$work/figures.now" "$work/figures"
describe "$database" released
check "there are figures of both nights" test "$(cut -d '|' -f 2 "$work/figures" | sort -u | grep -c '^[0-9]')" -ge 2

check "files deployed by $tag are as they were" unchanged_deploy_files
check "the upgrade from $tag" run_sqitch sql deploy "$database" --verify
check "figures are the same after it" kept_figures .
check "verify finds all in place" run_sqitch sql verify "$database"
createdb --template=template0 "$fresh_database"
run_sqitch sql deploy "$fresh_database" --verify
describe "$fresh_database" fresh
check "an upgraded schema is that of a fresh database" same_schema "$database" fresh

if ! cmp -s "$work/released" "$work/fresh"; then
    check "the way back to $tag" run_sqitch sql revert "$database" --to "@$tag" -y
    check "the schema is that of $tag again" same_schema "$database" released
    check "verify of $tag finds all in place" run_sqitch "$work/sql" verify "$database"
    check "figures are the same" same_figures
    check "the upgrade once more" run_sqitch sql deploy "$database" --verify
    check "figures are the same after it" kept_figures .
fi
check "the next night is loaded" load 3
check "what was known before it stays" kept_figures ^known

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
