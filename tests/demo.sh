#!/usr/bin/env bash
# One night of motcua from end to end: a one-stop system, a database and a mail server that exist only for
# the demo; at the end the figures of a commune next to those that it published. Started by "make demo".
# Results are in demo-out/. With KEEP=1 everything stays up until Ctrl-C, to look around with psql.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly OFFICE=H48.23.25 FROM=2023-12-07 TO=2024-06-06 DAY_AFTER=2024-06-07
readonly PROGRAMS=$PWD/build/release

# --- outer part: starts the inner one inside pg_virtualenv and cleans up, whatever happens ---------------

# pg_virtualenv leaves a server behind when it is interrupted while it starts one. So it runs in a session
# of its own, where Ctrl-C does not reach it, and only the inner part is told to stop.
outer() {
    local status=1
    trap 'stop INT' INT
    trap 'stop TERM' TERM
    trap 'stop HUP' HUP
    work=$(mktemp -d -t motcua-demo.XXXXXX)
    # What the caller set for a real database, mail server or proxy is not for the demo.
    unset "${!PG@}" "${!MOTCUA_@}"
    export no_proxy=127.0.0.1
    exec 3>&1 4>&2
    echo 'demo: starting a PostgreSQL server of its own'
    for _ in 1 2 3; do
        setsid pg_virtualenv -t -v 15 -i '--locale=C.UTF-8 --encoding=UTF8' -o fsync=off \
            setsid --wait "$PWD/tests/demo.sh" --inside "$work" </dev/null >"$work/server.log" 2>&1 &
        wait $! || true
        # Two clusters that are made at the same moment choose the same port.
        grep -q '^Error: Port conflict' "$work/server.log" || break
    done
    if [ -e "$work/status" ]; then
        status=$(cat "$work/status")
    else
        echo 'demo: the PostgreSQL server did not start:' >&2
        tail -n 20 "$work/server.log" >&2
    fi
    rm -rf "$work"
    exit "$status"
}

# Ends the inner part, waits until the server is gone, and ends by the same signal.
stop() {
    set +e # the terminal may be gone
    trap '' INT TERM HUP
    echo 'demo: stopping' >&2
    [ -n "${work:-}" ] || exit 1
    touch "$work/stop"
    # It reads "stop" after it has written its number: one of the two sees the other.
    if [ -s "$work/inside.pid" ]; then
        kill -TERM -- "-$(cat "$work/inside.pid")" 2>/dev/null
    fi
    wait
    rm -rf "$work"
    trap - "$1"
    kill -s "$1" $$
}

# --- inner part: inside pg_virtualenv, leader of its own process group -----------------------------------

# Ends with 0 for pg_virtualenv, which would print the log of the server otherwise.
finish() {
    local status=$?
    set +e
    trap '' TERM PIPE EXIT
    [ "${#services[@]}" -eq 0 ] || kill "${services[@]}" 2>/dev/null
    wait
    echo "$status" >"$work/status"
    exit 0
}

# $1: file that a service writes its port to.
wait_for_port() {
    for _ in {1..100}; do
        if [ -s "$1" ]; then
            cat "$1"
            return
        fi
        sleep 0.1
    done
    echo "demo: '$1' did not appear within 10 seconds" >&2
    return 1
}

deploy_database() {
    createdb motcua
    (cd sql && SQITCH_FULLNAME=demo SQITCH_EMAIL=demo@localhost sqitch --quiet deploy --target db:pg:motcua)
    # The rights of the programs, not those of a superuser.
    psql -Xq -d motcua -c "CREATE ROLE motcua_demo LOGIN PASSWORD '$PGPASSWORD' IN ROLE motcua_ingest, motcua_stats"
    export PGUSER=motcua_demo PGDATABASE=motcua
}

start_services() {
    local token
    token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && echo "$token" >"$work/token")
    "$PROGRAMS/fakeshop" tinh-chau --token "$token" --port-file "$work/shop.port" >/dev/null &
    services+=($!)
    /usr/bin/python3 tests/demo/mailbox.py "$work/mail.port" "$OUT" &
    services+=($!)
    shop_port=$(wait_for_port "$work/shop.port")
    mail_port=$(wait_for_port "$work/mail.port")
}

write_settings() {
    mkdir "$work/sources.d"
    sed -e "s|^url = .*|url = http://127.0.0.1:$shop_port/n1/dossiers|" \
        -e "s|^token_file = .*|token_file = $work/token|" \
        config/sources.d/national.conf.example >"$work/sources.d/tinh-chau.conf"
    sed -e "s|^url = .*|url = http://127.0.0.1:$shop_port/n1/ratings|" \
        -e "s|^token_file = .*|token_file = $work/token|" \
        config/sources.d/ratings.conf.example >"$work/sources.d/danh-gia.conf"
    cat >"$work/motcua.conf" <<END
[ingest]
sources_dir = $work/sources.d
[stats]
# Offices report from 7 December, so that the commune's period is its reporting year so far.
year_start = ${FROM#*-}
[mail]
url = smtp://127.0.0.1:$mail_port
security = none
from = motcua@demo.invalid
to = lanh-dao@demo.invalid
END
}

run_night() {
    echo "demo: motcua-ingest run"
    "$PROGRAMS/motcua-ingest" run --config "$work/motcua.conf"
    # What the statistics showed on the morning after the period.
    export PGOPTIONS="-c motcua.today=$DAY_AFTER"
    echo "demo: motcua-stats run"
    "$PROGRAMS/motcua-stats" run --config "$work/motcua.conf"
    "$PROGRAMS/motcua-stats" show --config "$work/motcua.conf" --format json --period "$FROM..$TO" \
        --office "$OFFICE" >"$OUT/indicators.json"
    MOTCUA_PAGE_DIR=$PWD/page "$PROGRAMS/motcua-stats" report --config "$work/motcua.conf" --format html --period "$FROM..$TO" \
        --output "$OUT/report"
    "$PROGRAMS/motcua-stats" report --config "$work/motcua.conf" --format xlsx --period "$FROM..$TO" \
        --office "$OFFICE" --output "$OUT/report.xlsx"
    "$PROGRAMS/motcua-stats" show --config "$work/motcua.conf" --period "$FROM..$TO" --office "$OFFICE"
}

# The late rate of the commune is above 3 %, so a mail must have come.
show_results() {
    echo
    /usr/bin/python3 tests/demo/compare.py "$OUT/indicators.json"
    echo
    if [ ! -s "$OUT/alert-001.eml" ]; then
        echo 'demo: no alert has come by mail' >&2
        return 1
    fi
    cat <<END
The late rate is above 3 %, and the alert was sent by e-mail: demo-out/alert-001.eml
The figures as JSON:                                          demo-out/indicators.json
The page that leaders look at, for any browser to open:         demo-out/report/index.html
The forms that the commune hands in, for Excel or LibreOffice: demo-out/report.xlsx
Next:
    make demo KEEP=1       the same, and the database stays up to be queried
    sudo make install      programs, units, settings and the schema; README.md says how to go on
END
}

stay() {
    cat <<END
The demo stays up until Ctrl-C. In another terminal:
    psql 'postgresql://motcua_demo:$PGPASSWORD@localhost:$PGPORT/motcua'
    SET motcua.today = '$DAY_AFTER';
    SELECT * FROM stats.rates('$FROM', '$TO') WHERE office = '$OFFICE';
    SELECT * FROM stats.dossiers('late', '$FROM', '$TO', '$OFFICE');
END
    sleep infinity &
    services+=($!)
    wait $!
}

inner() {
    work=$1
    services=()
    trap finish EXIT
    trap 'exit 143' TERM
    trap 'exit 141' PIPE
    exec >&3 2>&4 3>&- 4>&-
    echo $$ >"$work/inside.pid"
    [ ! -e "$work/stop" ] || exit 143

    readonly OUT=$PWD/demo-out
    mkdir -p "$OUT"
    rm -rf "$OUT"/alert-*.eml "$OUT/indicators.json" "$OUT/report.xlsx" "$OUT/report"
    echo 'demo: deploying the schema'
    deploy_database
    start_services
    write_settings
    run_night
    show_results
    [ "${KEEP:-}" != 1 ] || stay
}

case ${1:-} in
--inside) inner "$2" ;;
'') outer ;;
*)
    echo 'usage: tests/demo.sh' >&2
    exit 2
    ;;
esac
