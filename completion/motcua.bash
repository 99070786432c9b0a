# bash completion of motcua-ingest, motcua-stats and motcua-setup. The programs know their commands and options, so they are
# asked: "  --name VALUE  text" and "  command  text" of --help.

# $1: program and perhaps command; the words after two blanks, without their values.
_motcua_words() {
    # shellcheck disable=SC2086 # a command may be two words
    command $1 --help 2>/dev/null | sed -n "/^$2/,/^\$/s/^  \([a-z-][a-z-]*\( [a-z]*\)\?\).*/\1/p"
}

_motcua() {
    local program=$1 word=$2 before=$3 command=''
    COMPREPLY=()
    case $before in
    --config | --output | --published | --password-file | --reader-password-file)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    --source)
        mapfile -t COMPREPLY < <(compgen -W "$(cd /etc/motcua/sources.d 2>/dev/null && printf '%s\n' *.conf | sed 's/\.conf$//')" -- "$word")
        return
        ;;
    --format)
        mapfile -t COMPREPLY < <(compgen -W 'table json csv xlsx' -- "$word")
        return
        ;;
    esac
    if [ "$COMP_CWORD" -gt 1 ] && [[ ${COMP_WORDS[1]} != -* ]]; then
        command=${COMP_WORDS[1]}
        [ "$command" != rejects ] || command="rejects ${COMP_WORDS[2]}"
    fi
    if [[ $word == -* ]] || { [ -n "$command" ] && [ "$command" != "rejects $word" ]; }; then
        mapfile -t COMPREPLY < <(compgen -W "$(_motcua_words "$program $command" Options | grep '^--')" -- "$word")
    elif [ "${COMP_WORDS[1]}" = rejects ] && [ "$COMP_CWORD" -eq 2 ]; then
        mapfile -t COMPREPLY < <(compgen -W 'list replay' -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -W "$(_motcua_words "$program" Commands | sed 's/ .*//' | sort -u)" -- "$word")
    fi
}
complete -F _motcua motcua-ingest motcua-stats motcua-setup
