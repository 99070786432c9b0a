#!/usr/bin/env bash
# Runs a command with a PostgreSQL server to throw away, which the PG* variables name. Every end-to-end test
# copies a database, hundreds of files, which takes ten times as long on a disk; so the server lies in
# memory where there is enough of it. What the command itself puts into files stays on the disk.
set -eu

least_mib=4096
free_mib=$(df --output=avail -BM /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9)
own_tmpdir=${TMPDIR:-/tmp}
[ "${free_mib:-0}" -lt "$least_mib" ] || export TMPDIR=/dev/shm
exec pg_virtualenv -t -v 15 -i '--locale=C.UTF-8 --encoding=UTF8' -o fsync=off env TMPDIR="$own_tmpdir" "$@"
