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

# No warning of groff, and nothing left to be filled in.
well_written() {
    local output
    output=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=100 man --warnings -l "$1" 2>&1 >/dev/null; grep -n '@[A-Z]*@' "$1" || true)
    same "$output" ''
}

shown() {
    LC_ALL=C.UTF-8 MANWIDTH=1000 man -l "$root/usr/share/man/$1"
}

# The table of a program is its --help; every option of it stands in its page.
options_are_told() {
    local program option
    for program in ingest stats setup; do
        shown "man1/motcua-$program.1" >"$root/page"
        "$root/usr/bin/motcua-$program" --help >"$root/program"
        sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\( [a-z]*\)\?\)  .*/\1/p' "$root/program" | while read -r option; do
            # shellcheck disable=SC2086 # a command may be two words
            "$root/usr/bin/motcua-$program" $option --help
        done | cat "$root/program" - >"$root/help"
        grep -q -- --config "$root/help" || [ "$program" = setup ] || { echo "no options in the help of $program"; return 1; }
        sed -n 's/^  \(--[a-z-]*\).*/\1/p' "$root/help" | sort -u | while read -r option; do
            grep -qE "^ +$option( |\$)" "$root/page" || { echo "motcua-$program.1 lacks $option"; return 1; }
        done || return 1
    done
}

# Names of the tables of settings in the code.
settings_are_told() {
    local name
    grep -oE '^ *(TEXT|INT|KIND|FLAG)\("[a-z]+", "[a-z_]+"' common/program/settings.c | cut -d '"' -f 4 | while read -r name; do
        shown man5/motcua.conf.5 | grep -qE "^ +$name =" || { echo "motcua.conf.5 lacks $name"; return 1; }
    done || return 1
    grep -oE '^ *(TEXT|INT|KIND|FLAG)\("[a-z]+", "[a-z_]+"' ingest/settings/sourcedefs.c | cut -d '"' -f 4 | sort -u | while read -r name; do
        shown man5/motcua-sources.5 | grep -qE "^ +$name =" || { echo "motcua-sources.5 lacks $name"; return 1; }
    done
}

# $1: program, $2: place of the word, $3: line; what is offered, in order.
completes() {
    PATH=$root/usr/bin:$PATH bash -c '. "$0/usr/share/bash-completion/completions/$1"
        read -ra COMP_WORDS <<<"$3"; COMP_CWORD=$2
        _motcua "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf "%s\n" "${COMPREPLY[@]}" | sort | paste -sd " "' "$root" "$1" "$2" "$3"
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
        sed 's|^ExecStart=/usr/bin/motcua-[a-z]*|ExecStart=/bin/true|; s|^Documentation=.*||' "$unit" >"$copies/${unit##*/}"
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
    while read -r program; do
        [ "$program" = /bin/sh ] || [ -x "$root$program" ] || { echo "no program '$program' under the root"; return 1; }
    done < <(sed -n 's/^Exec[A-Z][A-Za-z]*=-\?\([^ ]*\).*/\1/p' "$1")
}

hardened() {
    systemd-analyze security --offline=true --no-pager --threshold=15 "$1" | grep -v '✓'
}

# What a service is told of the one that has ended: $1 code, $2 status; true when it goes on.
condition_holds() {
    local condition
    condition=$(sed -n 's/^ExecCondition=//p' "$units/motcua-${3:-stats}.service")
    env MONITOR_EXIT_CODE="$1" MONITOR_EXIT_STATUS="$2" bash -c "${condition//\$\$/\$}"
}

statistics_follow() {
    local status
    for status in 0 1 5; do condition_holds exited $status || { echo "not after $status"; return 1; }; done
    for status in 2 3 4 6 7 8 70 15; do ! condition_holds exited $status || { echo "after $status"; return 1; }; done
    condition_holds killed TERM || { echo 'not after a stop'; return 1; }
    condition_holds '' '' || { echo 'not by hand'; return 1; }
}

# Of a night that failed either statistics send the e-mails or this does, and never both.
mails_follow() {
    local status
    for status in 0 1 2 3 4 5 6 7 8 70; do
        if condition_holds exited $status; then
            ! condition_holds exited $status tell || { echo "both after $status"; return 1; }
        else
            condition_holds exited $status tell || { echo "nothing after $status"; return 1; }
        fi
    done
    ! condition_holds killed TERM tell || { echo 'both after a stop'; return 1; }
    condition_holds '' '' tell || { echo 'not by hand'; return 1; }
}

# The units of the province without a name are those of one with a name, but for the name.
differs_by_name() {
    ! grep -n '%i' "$units/$1" || return 1
    diff <(sed -e 's/ of NAME//; s|/NAME||g; s/@NAME//g' <(sed 's/%i/NAME/g; /^#/d' "$units/${1/./@.}")) <(grep -v '^#' "$units/$1")
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

# What is left after "make uninstall" of an administrator's installation are settings and secrets.
uninstalls() {
    local other=$root/other left
    make --no-print-directory install DESTDIR="$other" >/dev/null
    [ -e "$other/usr/local/lib/systemd/system/motcua-ingest.timer" ] || { echo 'units are not where the administrator'"'"'s belong'; return 1; }
    make --no-print-directory uninstall DESTDIR="$other" >/dev/null
    left=$(cd "$other" && find . -type f ! -path './etc/motcua/*')
    same "$left" ''
}

keeps_settings() {
    echo '# mine' >"$root/etc/motcua/motcua.conf"
    install_all
    same "$(cat "$root/etc/motcua/motcua.conf")" '# mine'
}

check 'make install' install_all

for file in usr/bin/motcua-{ingest,stats,setup,as-service} usr/lib/systemd/system/motcua-ingest.timer \
    usr/lib/systemd/system/motcua-{ingest,ingest@,stats,stats@,watch,watch@,mail,mail@,tell,tell@,notify@}.service \
    usr/lib/systemd/system/motcua-{ingest@,watch,watch@,mail,mail@}.timer usr/lib/{sysusers,tmpfiles}.d/motcua.conf \
    etc/motcua/motcua.conf etc/motcua/sources.d/national.conf.example \
    usr/share/motcua/sql/sqitch.{conf,plan} usr/share/motcua/sql/{deploy,revert,verify}/schema.sql; do
    check "$file is installed" test -s "$root/$file"
done
for page in "$root"/usr/share/man/man?/*; do
    check "${page##*/} is a page without a fault" well_written "$page"
done
check 'there is a page for each program and kind of settings' same "$(cd "$root/usr/share/man" && echo man?/*)" \
    "man1/motcua-as-service.1 man1/motcua-ingest.1 man1/motcua-setup.1 man1/motcua-stats.1 man5/motcua-recipients.5 man5/motcua-sources.5 man5/motcua.conf.5"
check 'pages name all options' options_are_told
check 'pages name all settings' settings_are_told
check 'completion knows commands' same "$(completes motcua-stats 1 'motcua-stats in')" 'integrity'
check 'completion knows options' same "$(completes motcua-ingest 2 'motcua-ingest run --s')" '--since --source'
check 'completion knows commands of two words' same "$(completes motcua-ingest 2 'motcua-ingest rejects r')" 'replay'
check 'completion knows options of motcua-setup' same "$(completes motcua-setup 1 'motcua-setup --da')" '--database'
check 'no unit names /usr/local' no_local
check 'installed settings are kept' keeps_settings
check 'secrets are for root only' same "$(stat -c %a "$root"/etc/motcua/credentials{,/source,/mail} | sort -u)" 700
check 'make uninstall takes all away' uninstalls
for unit in motcua-{ingest,stats,watch,tell,mail}.service motcua-{ingest,watch,mail}.timer; do
    check "$unit is that of a province without its name" differs_by_name "$unit"
done

for unit in "$units"/motcua-*.service; do
    name=${unit##*/}
    check "$name: its program is installed" program_exists "$unit"
    check "$name ends: TimeoutStartSec= is set, and not to infinity" \
        grep -qE '^TimeoutStartSec=[1-9][0-9]*(s|min|h)$' "$unit"
    check "$name: exposure is 1.5 or less" hardened "$unit"
    check "$name: memory is bounded" grep -qE '^MemoryMax=[1-9][0-9]*M$' "$unit"
    check "$name: no core is written" grep -qx 'LimitCORE=0' "$unit"
done
for unit in "$units"/motcua-*; do
    name=${unit##*/}
    check "$name loads without a warning" verify "$name"
done

check 'the timer elapses at 01:30 in Viet Nam' elapses_at
check 'the timer catches up after a night off' grep -qx 'Persistent=true' "$units/motcua-ingest.timer"
ingest=$units/motcua-ingest.service
check 'rejected records are no failure' grep -qx 'SuccessExitStatus=1' "$ingest"
check 'statistics follow a good night' grep -qx 'OnSuccess=motcua-stats.service' "$ingest"
check 'statistics follow a night on which a source failed' grep -qx 'OnFailure=motcua-stats.service' "$ingest"
check 'statistics follow a night that loaded something' statistics_follow
check 'e-mails follow a night that failed' mails_follow
for unit in "$units"/motcua-{ingest,watch}{,@}.service; do
    check "${unit##*/} sends an e-mail when it fails" grep -qE '^OnFailure=motcua-tell(@%i)?\.service$' "$unit"
done
check 'e-mails go out at the hours of their readers' grep -qx 'Wants=motcua-mail.timer' "$units/motcua-ingest.timer"
check 'who lets the nights come is told when they do not' grep -qx 'Wants=motcua-watch.timer' "$units/motcua-ingest.timer"
for unit in "$units"/motcua-{ingest,stats,watch,mail}{,@}.service; do
    check "${unit##*/} is not started for ever" grep -q '^StartLimitBurst=' "$unit"
    check "${unit##*/} reports failure" grep -qx 'OnFailure=motcua-notify@%n.service' "$unit"
    user=$(sed -n 's/^User=//p' "$unit")
    check "${unit##*/}: its user is made by sysusers" \
        grep -q "^u $user " "$root/usr/lib/sysusers.d/motcua.conf"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
