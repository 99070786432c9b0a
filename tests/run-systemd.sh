#!/usr/bin/env bash
# Installs into a temporary root and checks what "make install" puts there: the units load, are hardened,
# end, and start the installed programs. Needs the tools of systemd, but no running systemd and no root.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$(mktemp -d -t motcua-systemd.XXXXXX)
trap 'rm -rf "$root"' EXIT
units=$root/usr/lib/systemd/system
passed=0
failed=0

# $1: what must hold, then the command that shows it; its output is shown when it fails.
check() {
    local what=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'not ok: %s\n' "$what"
        [ -z "$output" ] || printf '    %s\n' "${output//$'\n'/$'\n    '}"
    fi
}

same() {
    [ "$1" = "$2" ] || { printf "is '%s', expected '%s'\n" "$1" "$2"; return 1; }
}

# Of copies that start /bin/true: the programs lie under the temporary root. verify warns about a wrong
# line but ends with 0, so that only silence is a pass.
verify() {
    local copies=$root/verify output
    mkdir -p "$copies"
    for unit in "$units"/motcua-*; do
        sed 's|^ExecStart=/usr/bin/motcua-[a-z]*|ExecStart=/bin/true|' "$unit" >"$copies/${unit##*/}"
    done
    output=$(SYSTEMD_LOG_LEVEL=warning SYSTEMD_UNIT_PATH="$copies:" \
        systemd-analyze verify --man=no "$copies/$1" 2>&1) || true
    # Warnings about other packages' units are not ours.
    output=$(grep -E 'motcua|[Ff]ailed' <<<"$output") || return 0
    printf '%s\n' "$output"
    return 1
}

# The program of a unit must be one that was installed, and executable; of the shell, any.
program_exists() {
    local program
    program=$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$1")
    case $program in
    /bin/sh) ;;
    *) [ -x "$root$program" ] || { echo "no program '$program' under the root"; return 1; } ;;
    esac
}

hardened() {
    systemd-analyze security --offline=true --no-pager --threshold=20 "$1" | grep -v '✓'
}

# Half past one in Viet Nam is half past six in the evening before in UTC.
elapses_at() {
    local line next
    line=$(sed -n 's/^OnCalendar=//p' "$units/motcua-ingest.timer")
    next=$(TZ=UTC LC_ALL=C systemd-analyze calendar "$line" | sed -n 's/.*Next elapse: //p')
    same "${next#* * }" '18:30:00 UTC'
}

install_all() {
    make --no-print-directory install DESTDIR="$root" PREFIX=/usr
}

no_local() {
    ! grep -n /usr/local "$units"/motcua-*
}

keeps_settings() {
    echo '# mine' >"$root/etc/motcua/motcua.conf"
    install_all
    same "$(cat "$root/etc/motcua/motcua.conf")" '# mine'
}

check 'make install' install_all

for file in usr/bin/motcua-ingest usr/bin/motcua-stats usr/lib/systemd/system/motcua-ingest.timer \
    usr/lib/systemd/system/motcua-{ingest,stats,notify@}.service usr/lib/sysusers.d/motcua.conf \
    etc/motcua/motcua.conf etc/motcua/sources.d/national.conf.example \
    usr/share/motcua/sql/sqitch.{conf,plan} usr/share/motcua/sql/{deploy,revert,verify}/schema.sql; do
    check "$file is installed" test -s "$root/$file"
done
check 'no unit names /usr/local' no_local
check 'installed settings are kept' keeps_settings

for unit in "$units"/motcua-*.service; do
    name=${unit##*/}
    check "$name: its program is installed" program_exists "$unit"
    check "$name ends: TimeoutStartSec= is set, and not to infinity" \
        grep -qE '^TimeoutStartSec=[1-9][0-9]*(s|min|h)$' "$unit"
    check "$name: exposure is 2.0 or less" hardened "$unit"
    check "$name: memory is bounded" grep -qE '^MemoryMax=[1-9][0-9]*M$' "$unit"
    check "$name: no core is written" grep -qx 'LimitCORE=0' "$unit"
done
for name in motcua-ingest.timer motcua-ingest.service motcua-stats.service motcua-notify@.service; do
    check "$name loads without a warning" verify "$name"
done

check 'the timer elapses at 01:30 in Viet Nam' elapses_at
check 'the timer catches up after a night off' grep -qx 'Persistent=true' "$units/motcua-ingest.timer"
ingest=$units/motcua-ingest.service
check 'rejected records are no failure' grep -qx 'SuccessExitStatus=1' "$ingest"
check 'statistics follow a good night' grep -qx 'OnSuccess=motcua-stats.service' "$ingest"
check 'statistics follow a night on which a source failed' grep -qx 'OnFailure=motcua-stats.service' "$ingest"
for unit in "$ingest" "$units/motcua-stats.service"; do
    check "${unit##*/} reports failure" grep -qx 'OnFailure=motcua-notify@%n.service' "$unit"
    user=$(sed -n 's/^User=//p' "$unit")
    check "${unit##*/}: its user is made by sysusers" \
        grep -q "^u $user " "$root/usr/lib/sysusers.d/motcua.conf"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
