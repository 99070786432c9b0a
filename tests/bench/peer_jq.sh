#!/usr/bin/env bash
# The same job with curl, jq and psql: pages to CSV, COPY into a temporary table, then one upsert.
set -euo pipefail
here=$(dirname "$0")
url=$1 database=$2

pages() {
    local page=1 body
    while body=$(curl -fsS "$url?page=$page&size=1000") && [ "$(jq '.data | length' <<<"$body")" -gt 0 ]; do
        jq -r -f "$here/peer.jq" <<<"$body"
        page=$((page + 1))
    done
}

{
    cat "$here/incoming.sql"
    echo '\copy incoming FROM pstdin (FORMAT csv)'
    cat "$here/peer.sql"
} >"${TMPDIR:-/tmp}/motcua-peer-jq.$$.sql"
trap 'rm -f "${TMPDIR:-/tmp}/motcua-peer-jq.$$.sql"' EXIT
pages | psql -Xqv ON_ERROR_STOP=1 -1 -d "$database" -f "${TMPDIR:-/tmp}/motcua-peer-jq.$$.sql"
