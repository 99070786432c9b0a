#!/usr/bin/env bash
# What a stranger does: an empty Debian 12, the packages of "make deb", the five commands of the README, a night, figures, an
# upgrade of a database of the last release, a backup, purge, and the restore of all. Started by "make test-package", as root; needs Debian's
# archive. No systemd runs in the root, so the units' commands are started by hand, as the units have them.
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(id -u)" = 0 ] || { echo 'run-package.sh: needs root, for a root of its own' >&2; exit 1; }
passed=0
failed=0
work=$(mktemp -d -t motcua-package.XXXXXX)
root=$work/root
inside=
trap '[ -z "$inside" ] || kill -KILL "$inside" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT

# $1: what must hold, then the command that shows it; its output is shown when it fails.
check() {
    local what=$1 output begin=$SECONDS
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        echo "ok ($((SECONDS - begin)) s): $what"
    else
        failed=$((failed + 1))
        printf 'not ok: %s\n    %s\n' "$what" "${output//$'\n'/$'\n    '}"
    fi
}

same() {
    [ "$1" = "$2" ] || { printf "is '%s', expected '%s'\n" "$1" "$2"; return 1; }
}

# In the root, with no network but its own, so that its server meets none of this machine.
in_root() {
    nsenter --target "$inside" --net --pid --mount chroot "$root" env -i LANG=C.UTF-8 HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

as_postgres() {
    in_root runuser -u postgres -- "$@"
}

# With the network of this machine, for apt.
install_packages() {
    chroot "$root" env -i DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        bash -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends /debs/*.deb'
}

# Whoever is root already needs no sudo.
# shellcheck disable=SC2016 # expanded in the root
SUDO='sudo() { if [ "$1" = -u ]; then runuser -u "$2" -- "${@:3}"; else "$@"; fi; }; cd /;'

# A command of README.md's "On your own server": $1 its first words. It is run as it stands there.
readme() {
    local command
    command=$(sed -n '/^## On your own server/,/^## /s/^    \(.*\)$/\1/p' README.md | grep -m 1 "^$1") ||
        { echo "README.md has no command '$1'"; return 1; }
    in_root bash -euc "$SUDO $command"
}

query() {
    as_postgres psql -XAtq -d "${2:-motcua}" -c "$1"
}

figures() {
    in_root runuser -u motcua -- motcua-stats show --period 2024 --format csv | sed 's/,[^,]*$//'
}

# --- the root ---------------------------------------------------------------------------------------------

# Kept, so that the next time takes two minutes less.
base=build/package-root.tar
if [ ! -e $base ]; then
    echo 'run-package.sh: making a Debian root'
    mmdebstrap --quiet --format=tar --variant=minbase --include=ca-certificates,postgresql bookworm $base.new >"$work/log" 2>&1 ||
        { tail -n 5 "$work/log" >&2; exit 1; }
    mv $base.new $base
fi
mkdir -p "$root"
tar -x -C "$root" -f $base
cp /etc/resolv.conf "$root/etc/resolv.conf"
mkdir -p "$root/debs"
cp build/deb/motcua*_*.deb "$root/debs"
rm -f "$root"/debs/*dbgsym*
before=$(chroot "$root" dpkg-query -f '.\n' -W | wc -l)
check 'apt installs both packages and what they need' install_packages
after=$(chroot "$root" dpkg-query -f '.\n' -W | wc -l)
echo "run-package.sh: $((after - before)) packages came"
check 'no compiler came' bash -c "! chroot '$root' dpkg-query -W gcc gcc-12 make libc6-dev 2>/dev/null"

unshare --net --pid --fork --mount bash -c "mount -t proc proc '$root/proc' && mount -t tmpfs -o mode=1777 shm '$root/dev/shm' && ip link set lo up 2>/dev/null; exec sleep infinity" >/dev/null 2>&1 &
sleep 1
inside=$(pgrep -P $! sleep || pgrep -P "$(pgrep -P $!)" sleep)
check 'the server starts' in_root pg_ctlcluster 15 main start

# --- the five commands ------------------------------------------------------------------------------------

in_root install -d /srv/dossiers
cat >"$root/srv/dossiers/list.ndjson" <<'END'
{"MaHoSo": "H48.23.25-240402-0001", "DonViXuLy": "UBND xã Tịnh Châu", "MaTTHC": "1.001", "TrangThaiHoSo": 10, "NgayTiepNhan": "20240402080000", "NgayHenTra": "20240410170000", "NgayKetThucXuLy": "20240409100000", "NgayCapNhat": "20240409100000"}
{"MaHoSo": "H48.23.25-240402-0002", "DonViXuLy": "UBND xã Tịnh Châu", "MaTTHC": "1.001", "TrangThaiHoSo": 10, "NgayTiepNhan": "20240402090000", "NgayHenTra": "20240405170000", "NgayKetThucXuLy": "20240409100000", "NgayCapNhat": "20240409100000"}
END
chmod 0755 "$root/srv/dossiers"
source_file=$root/etc/motcua/sources.d/tinh.conf
check 'motcua-setup makes all' readme 'sudo motcua-setup'
check 'and changes nothing when it is run again' grep -q 'nothing is changed' <(in_root motcua-setup)
check 'a source is made of an example' readme 'sudo cp'
# As an operator does it: the address, and what a folder has no use for.
sed -i -e 's|^url = .*|url = file:///srv/dossiers/*.ndjson|; s|^format = .*|format = ndjson|; s|^kind = page|kind = none|' \
    -e '/^\(records\|total\|success\|message\|token_file\|auth\|page_param\|size_param\|size\|first\|since_param\|date_format\|overlap_minutes\) =/d' "$source_file"
check 'motcua-ingest check finds all well' readme 'sudo motcua-as-service motcua-ingest check'
check 'README enables the timer' grep -q '^    sudo systemctl enable --now motcua-ingest.timer' README.md

# What the timer starts.
unit_command() {
    in_root runuser -u motcua -- bash -c "$(sed -n 's/^ExecStart=//p' "$root/lib/systemd/system/$1")"
}
check 'a night' unit_command motcua-ingest.service
check 'its statistics' unit_command motcua-stats.service
check 'there are figures' same "$(query "SELECT numerator || '/' || denominator FROM stats.rates('2024-01-01', '2024-12-31') WHERE rate = 'late' AND office = 'H48.23.25'")" 1/2

# --- who reads --------------------------------------------------------------------------------------------

in_root useradd lan
check 'a reader with a password' in_root motcua-setup --reader phan-tich --reader-password-file /root/reader
# shellcheck disable=SC2016 # expanded in the root
check 'reads by TCP' in_root bash -c 'PGPASSWORD=$(cat /root/reader) psql -XAtq -h 127.0.0.1 -U phan-tich -d motcua -c "SELECT 1 FROM stats.rates(\$\$2024-01-01\$\$, \$\$2024-12-31\$\$) LIMIT 1"'
check 'a reader by peer' in_root motcua-setup --reader lan
check 'reads with motcua-stats, and needs to name no database' in_root runuser -u lan -- motcua-stats show --period 2024
check 'and writes nothing' bash -c "! nsenter --target $inside --net --pid --mount chroot '$root' runuser -u lan -- psql -Xq -d motcua -c 'DELETE FROM motcua.dossier' 2>/dev/null"

# --- secrets ----------------------------------------------------------------------------------------------

in_root bash -c 'umask 077; echo s3cret > /etc/motcua/credentials/source/tinh'
check 'the programs cannot read the secrets' bash -c "! nsenter --target $inside --mount chroot '$root' runuser -u motcua -- cat /etc/motcua/credentials/source/tinh 2>/dev/null"
check 'or put others in their place' bash -c "! nsenter --target $inside --mount chroot '$root' runuser -u motcua -- mv /etc/motcua/credentials /etc/motcua/x 2>/dev/null"
# shellcheck disable=SC2016 # expanded in the root
check 'a command as a service reads a copy' same "$(in_root motcua-as-service bash -c 'id -un; cat "$CREDENTIALS_DIRECTORY/source_tinh"' | paste -sd ' ')" 'motcua s3cret'

# --- a second province ------------------------------------------------------------------------------------

check 'another province' in_root motcua-setup --instance quang-ngai
check 'has a database and settings of its own' in_root runuser -u motcua -- motcua-ingest status --config /etc/motcua/quang-ngai/motcua.conf
check 'and no figures of the first' same "$(query 'SELECT count(*) FROM motcua.dossier' motcua_quang-ngai)" 0

# --- upgrade from the release, with data ------------------------------------------------------------------

read -r tag commit <tests/upgrade/RELEASED
if git cat-file -e "$commit^{commit}" 2>/dev/null; then
    mkdir "$root/old"
    git archive "$commit" sql | tar -x -C "$root/old"
    cp tests/upgrade/*.sql "$root/old"
    as_postgres createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 old
    as_postgres bash -c 'cd /old/sql && SQITCH_FULLNAME=x SQITCH_EMAIL=x@localhost sqitch --quiet deploy db:pg:old' >/dev/null
    as_postgres psql -Xq -v ON_ERROR_STOP=1 -v night=1 -d old -f /old/night.sql
    known() { as_postgres psql -XAtq -d old -c "SELECT office, rate, numerator, denominator FROM stats.rates('2024-01-01', '2024-12-31', today => '2024-07-15') WHERE rate IN ('on_time', 'late', 'online') ORDER BY 1, 2"; }
    old_figures=$(known)
    check "the programs refuse the schema of $tag and say what mends it" grep -q "motcua-setup --database 'old'" \
        <(in_root env PGDATABASE=old runuser -u motcua -- motcua-stats show --period 2024 2>&1; in_root env PGDATABASE=old runuser -u postgres -- motcua-stats show --period 2024 2>&1)
    check 'a dry run tells what changes' grep -q '    schema_version: ' <(in_root motcua-setup --database old --dry-run)
    check 'motcua-setup upgrades' in_root motcua-setup --database old
    check 'figures are as they were' same "$(known)" "$old_figures"
fi

# --- backup, purge, restore -------------------------------------------------------------------------------

shown=$(figures)
operating() {
    local command
    command=$(sed -n "/^## $1/,/^## /s/^    \(.*\)\$/\1/p" docs/operating.md)
    [ -n "$command" ] || { echo "docs/operating.md has no commands under '$1'"; return 1; }
    in_root bash -euc "$SUDO $command"
}
check 'backup' operating Backup
check 'removal' chroot "$root" apt-get purge -y -qq motcua motcua-schema
check 'purge leaves no settings and no state' bash -c "[ ! -e '$root/etc/motcua' ] && [ ! -e '$root/var/lib/motcua' ]"
check 'and touches no database' same "$(query 'SELECT count(*) FROM motcua.dossier')" 2
in_root pg_ctlcluster 15 main stop
in_root bash -c 'pg_dropcluster 15 main && pg_createcluster 15 main >/dev/null && pg_ctlcluster 15 main start'
check 'the packages come back' install_packages
check 'restore into an empty server' operating Restore
check 'figures are as they were' same "$(figures)" "$shown"
check 'and there is something in them' grep -q '2024' <<<"$shown"
check 'nothing is missing' grep -q 'nothing is changed' <(in_root motcua-setup)
in_root pg_ctlcluster 15 main stop

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
