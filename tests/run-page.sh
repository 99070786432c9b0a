#!/usr/bin/env bash
# Looks at the page of "motcua-stats report --format html" in a real Chromium: on data that no database has, written by
# tests/page/writer.mjs, and, with a server to throw away that the PG* variables name, on what the program itself writes.
# The packages from npm that drive and judge the browser are installed as the lock file has them, once for each lock file.
set -eu
cd "$(dirname "$0")/page"

cmp -s package-lock.json node_modules/.installed || {
    npm ci --silent --no-audit --no-fund --ignore-scripts
    cp package-lock.json node_modules/.installed
}
work=$(mktemp -d -t motcua-page.XXXXXX)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# Runs test files and adds up what became of them.
run() {
    node --test --test-concurrency=2 --test-reporter=tap "$@" >"$work/report" || true
    # A file that ended before its tests did is a failure without a line of its own.
    grep -A 25 '^ *not ok' "$work/report" || true
    passed=$((passed + $(sed -n 's/^# pass //p' "$work/report")))
    failed=$((failed + $(sed -n 's/^# fail //p' "$work/report") + $(sed -n 's/^# cancelled //p' "$work/report")))
}

run access.test.mjs figures.test.mjs offices.test.mjs print.test.mjs safety.test.mjs views.test.mjs
if [ -n "${PGPORT:-}${PGHOST:-}" ]; then
    ./write.sh "$work/pages"
    for page in "$work"/pages/*/; do
        MOTCUA_PAGE_WRITTEN=$page run real.test.mjs
    done
fi
echo "page: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
