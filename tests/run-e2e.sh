#!/usr/bin/env bash
# Runs both programs against a one-stop system and a mail server of our own. Needs a server to throw
# away, named by the PG* variables (see "make test"). MOTCUA_BIN_DIR tests programs built otherwise.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${MOTCUA_BIN_DIR:-}" ]; then
    make --no-print-directory -j "$(nproc)" all fakeshop build/asan/motcua-ingest build/asan/motcua-stats
fi

# The files of the plan in its order, as sqitch deploys them (tests/run-sql.sh does that), but in one psql. A change that was
# made anew has its old file under the name of the tag behind it.
export MOTCUA_E2E_TEMPLATE=motcua_e2e_template
createdb --template=template0 "$MOTCUA_E2E_TEMPLATE"
(cd sql && awk '/^[^%@#]/ { name[++n] = $1; last[$1] = n }
                /^@/ { for (i = n; i > 0 && tag[i] == ""; i--) tag[i] = $1 }
                END { for (i = 1; i <= n; i++) print "\\i deploy/" name[i] (i < last[name[i]] ? tag[i] : "") ".sql" }' sqitch.plan |
    psql -Xq -o /dev/null -v ON_ERROR_STOP=1 -d "$MOTCUA_E2E_TEMPLATE")
# As much of the registry of sqitch as the programs ask for: each change a second after the one before.
awk '/^[^%@#]/ { printf "%s\t2026-01-01 00:%02d:%02d+00\n", $1, n / 60, n % 60; n++ }' sql/sqitch.plan |
    psql -Xq -v ON_ERROR_STOP=1 -d "$MOTCUA_E2E_TEMPLATE" -c 'CREATE SCHEMA sqitch' \
    -c "CREATE TABLE sqitch.changes (change text, project text DEFAULT 'motcua', committed_at timestamptz)" \
    -c 'COPY sqitch.changes (change, committed_at) FROM STDIN'

# Debian's packages, whatever else is called python3 here. Most tests wait for a program, a retry or a
# server, so there are twice as many workers as processors.
export PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 -m pytest -q -p no:cacheprovider -n "${MOTCUA_E2E_WORKERS:-$(($(nproc) * 2))}" tests/e2e "$@"
