#!/usr/bin/env bash
# Runs everything that needs a server, inside one pg_virtualenv (see "make test"). All parts run even
# when an earlier one fails, so that one look shows all failures.
set -u
cd "$(dirname "$0")/.." || exit 1

status=0
tests/run-sql.sh || status=1
tests/run-upgrade.sh || status=1
tests/run-e2e.sh || status=1
tests/run-page.sh || status=1
exit $status
