#!/usr/bin/env bash
# The scripts and styles of page/ and tests/page are well formed and in the form of prettier, those of the page turn no text into
# markup or code, and ask for nothing: what it shows is set as text, what it needs is put in as a script of its own folder.
set -eu
cd "$(dirname "$0")/../page"

[ -x node_modules/.bin/prettier ] || npm ci --silent --no-audit --no-fund --ignore-scripts
for script in ../../page/assets/*.js ./*.mjs; do
    node --check "$script"
done
node_modules/.bin/prettier --config .prettierrc.json --log-level warn --check ../../page/assets ./*.mjs
if grep -nE 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|XMLHttpRequest|https?://' ../../page/assets/* |
    grep -v 'http://www.w3.org/2000/svg'; then
    exit 1
fi
for file in ../../page/assets/*; do
    grep -qx "${file##*/}" ../../page/assets.list || { echo "${file##*/} is not in page/assets.list" >&2; exit 1; }
done
