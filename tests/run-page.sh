#!/usr/bin/env bash
# Looks at the page of "motcua-stats report --format html" in a real Chromium: first on data that no database has, written by
# tests/page/writer.mjs, then, where MOTCUA_PAGE names a directory that the program has written and MOTCUA_PAGE_JSON the output
# of "show --format json" of the same moment, on that. The two packages from npm that drive and judge the browser are
# installed once, as the lock file has them.
set -eu
cd "$(dirname "$0")/page"

cmp -s package-lock.json node_modules/.installed || {
    npm ci --silent --no-audit --no-fund --ignore-scripts
    cp package-lock.json node_modules/.installed
}
for script in ../../page/assets/*.js ./*.mjs; do
    node --check "$script"
done

status=0
node --test --test-reporter=tap ./*.test.mjs >node_modules/.report || status=1
grep -A 25 '^ *not ok' node_modules/.report || true
passed=$(sed -n 's/^# pass //p' node_modules/.report)
failed=$(sed -n 's/^# fail //p' node_modules/.report)
echo "page: $passed passed, $failed failed"
[ "$status" = 0 ] && [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
