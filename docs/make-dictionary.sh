#!/usr/bin/env bash
# Writes docs/dictionary.md. Needs a server to throw away, named by the PG* variables (see "make dictionary").
set -eu
cd "$(dirname "$0")/.."

createdb --template=template0 motcua_dictionary
(cd sql && SQITCH_FULLNAME=motcua SQITCH_EMAIL=motcua@localhost sqitch --quiet deploy db:pg:motcua_dictionary)
psql -XAtq -v ON_ERROR_STOP=1 -d motcua_dictionary -f docs/dictionary.sql > docs/dictionary.md
dropdb motcua_dictionary
