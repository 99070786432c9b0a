#!/usr/bin/env bash
# Lets the programs make a page of two invented systems, for tests/page/real.test.mjs: write.sh DIR. Needs a server to throw
# away, named by the PG* variables, and the programs in MOTCUA_BIN_DIR. In DIR there are afterwards a folder for each system with
# page/, one.html (the file of one office) and show.json (what "show" said at the same moment).
set -euo pipefail
work=$1
cd "$(dirname "$0")/../.."
programs=$PWD/${MOTCUA_BIN_DIR:-build/release}
export MOTCUA_PAGE_DIR=$PWD/page no_proxy=127.0.0.1

# $1: file of settings, $2: list of the shop; what is asked for from whom.
write_source() {
    sed -e "s|^url = .*|url = http://127.0.0.1:$port/n1/$2|" -e "s|^token_file = .*|token_file = $work/token|" \
        "config/sources.d/$1.conf.example" >"$folder/sources.d/$1.conf"
}

# $1: name, $2: day on which everybody looks, $3: period, $4: office of its own file, $5: sources beside the dossiers, then what
# the shop shall be.
write_page() {
    local name=$1 today=$2 period=$3 office=$4 sources=$5 shop port
    shift 5
    folder=$work/$name
    export PGDATABASE=motcua_page_${name//-/_}
    mkdir -p "$folder/sources.d"
    createdb --template=template0 "$PGDATABASE"
    (cd sql && SQITCH_FULLNAME=page SQITCH_EMAIL=page@localhost sqitch --quiet deploy --target "db:pg:$PGDATABASE")
    build/release/fakeshop "$@" --token page --port-file "$folder/port" >"$folder/shop.log" &
    shop=$!
    trap 'kill $shop' EXIT
    while [ ! -s "$folder/port" ]; do sleep 0.1; done
    port=$(cat "$folder/port")
    write_source national dossiers
    for list in $sources; do
        write_source "$list" "$list"
    done
    printf '[ingest]\nsources_dir = %s/sources.d\n' "$folder" >"$folder/motcua.conf"
    "$programs/motcua-ingest" run --quiet --config "$folder/motcua.conf" || [ $? = 1 ]
    kill $shop
    trap - EXIT
    export PGOPTIONS="-c motcua.today=$today"
    "$programs/motcua-stats" report --quiet --config "$folder/motcua.conf" --format html --period "$period" --output "$folder/page"
    "$programs/motcua-stats" report --quiet --config "$folder/motcua.conf" --format html --period "$period" --office "$office" \
        --output "$folder/one.html"
    "$programs/motcua-stats" show --config "$folder/motcua.conf" --period "$period" --format json >"$folder/show.json"
    unset PGOPTIONS
}

mkdir -p "$work"
(umask 077 && echo page >"$work/token")
write_page commune 2024-06-07 2023-12-07..2024-06-06 H48.23.25 ratings tinh-chau
write_page province 2025-12-20 2025 H48.22 'offices procedures feedback ratings' random --count 4000 --seed 15 --offices 30
