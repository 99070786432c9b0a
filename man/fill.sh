#!/usr/bin/env bash
# Makes a man page of its source: man/fill.sh SOURCE PROGRAM VERSION. Lists stand in one place only, and come from there:
#     @COMMANDS@ @OPTIONS@ @EXAMPLES@ @EXIT@   what PROGRAM --help says
#     @SETTINGS FILE@                          the settings of a file in config/, with the comments above them
set -euo pipefail

readonly source=$1 program=$2 version=$3

# A line as roff takes it as text.
escaped() {
    sed -e 's/\\/\\e/g; s/-/\\-/g' -e "s/^[.']/\\\\\&&/"
}

# Lines of --help between a heading and the next empty line.
part() {
    sed -n "/^$1:\$/,/^\$/{//!p}"
}

# "  words   text" a line, as a tagged list; a name of several words is followed by two blanks at least.
tagged() {
    sed -E 's/^ +//; s/^(--[a-z-]+( [A-Z|]+)?|[0-9]+) +(.*)$/.TP\n.B \1\n\3/' | escaped | sed 's/^\\&\.\(TP$\|B \)/.\1/'
}

commands() {
    local name
    "$program" --help | part Commands | grep -v '^  help ' | cut -c 3-24 | while read -r name; do
        # shellcheck disable=SC2086 # a command may be two words
        "$program" $name --help >"$work/help"
        printf '.SS "%s"\n' "$name"
        sed -n '2,/^$/{/./p}' "$work/help" | escaped
        part Options <"$work/help" | grep -vFx -f "$work/common" | tagged || true
    done
}

examples() {
    "$program" --help | part Examples | sed -E 's/^ +//' | escaped | sed -E 's/^(.*[^ ])   +(.*)$/.TP\n.B \1\n\2/'
}

settings() {
    awk '
        function flush() {
            for (i = 1; i <= names; i++) print (i == 1 ? ".TP" : ".TQ") "\n.B " name[i]
            if (names) printf "%s", text
            if (names) { names = 0; text = "" }
        }
        function plain(line) { gsub(/\\/, "\\e", line); gsub(/-/, "\\-", line); return line ~ /^[.\047]/ ? "\\&" line : line }
        /^\[/ { flush(); text = ""; gsub(/[][]/, ""); print ".SS \"[" $0 "]\""; started = 1; next }
        !started { next }
        /^#?[a-z_]+ =|^; [a-z_]+ =/ { sub(/^#|^; /, ""); name[++names] = plain($0); next }
        /^#/ {
            if (names) flush()
            indented = /^#   /
            if (indented && !was) text = text ".RS\n.nf\n"
            if (!indented && was) text = text ".fi\n.RE\n"
            was = indented
            sub(/^# ?/, "")
            if (indented) sub(/^ +/, "")
            text = text plain($0) "\n"
            next
        }
        { if (was) text = text ".fi\n.RE\n"; was = 0 }
        END { if (was) text = text ".fi\n.RE\n"; flush() }' "$1"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" --help | part 'Options of every command' >"$work/common"
while IFS= read -r line; do
    case $line in
    @COMMANDS@) commands ;;
    @OPTIONS@) if [ -s "$work/common" ]; then tagged <"$work/common"; else "$program" --help | part Options | tagged; fi ;;
    @EXAMPLES@) examples ;;
    @EXIT@) "$program" --help | part 'Exit codes' | tagged ;;
    @SETTINGS\ *) line=${line#@SETTINGS } && settings "config/${line%@}" ;;
    *) printf '%s\n' "${line//@VERSION@/$version}" ;;
    esac
done <"$source"
