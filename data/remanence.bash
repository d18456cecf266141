# bash completion for remanence(1): asks the program, so that it is never out of date.
_remanence()
{
    local cur=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]-}
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(remanence --words) --help --version" -- "$cur")
        [ ${#COMPREPLY[@]} -gt 0 ] || mapfile -t COMPREPLY < <(compgen -d -- "$cur")
    elif [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(remanence --words "$verb") --help" -- "$cur")
        [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
    elif [ "$verb" = edit ] && [ "$COMP_CWORD" -eq 3 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$(remanence --words edit-ops)" -- "$cur")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        compopt -o filenames
    fi
}
complete -F _remanence remanence
