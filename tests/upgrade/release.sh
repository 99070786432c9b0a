#!/usr/bin/env bash
# Releases the schema as it is: tests/upgrade/release.sh v0.2.0 'Second release'. Tags the plan and the commit,
# and from the next commit on tests/run-upgrade.sh upgrades from there.
set -eu
cd "$(dirname "$0")/../.."

tag=$1 note=$2
git diff --quiet HEAD || { echo "release.sh: there are changes that are not committed" >&2; exit 1; }
(cd sql && SQITCH_FULLNAME=motcua SQITCH_EMAIL=motcua@localhost sqitch tag "$tag" --note "$note")
git commit -qm "Release ${tag#v}" sql/sqitch.plan
git tag "$tag"
echo "$tag $(git rev-parse HEAD)" > tests/upgrade/RELEASED
git add tests/upgrade/RELEASED
git commit -qm "Test upgrades from ${tag#v}" tests/upgrade/RELEASED
