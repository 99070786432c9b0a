#!/usr/bin/env bash
# Runs both programs against a one-stop system and a mail server of our own. Needs a server to throw
# away, named by the PG* variables (see "make test"). MOTCUA_BIN_DIR tests programs built otherwise.
set -eu
cd "$(dirname "$0")/.."

if [ -z "${MOTCUA_BIN_DIR:-}" ]; then
    export MOTCUA_BIN_DIR=build/asan
    make --no-print-directory build/asan/motcua-ingest build/asan/motcua-stats build/asan/fakeshop
fi
# Debian's packages, whatever else is called python3 here.
export PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 -m pytest -q -p no:cacheprovider tests/e2e "$@"
