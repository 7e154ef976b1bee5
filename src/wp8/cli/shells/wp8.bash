# wp8 answers with what is asked for, on the first line, and with words as one types them in bash.
_wp8_completion() {
    local kind offer typed=${COMP_WORDS[COMP_CWORD]} begun=
    # Where this was loaded by the very Tab, bash asks for what is behind the colon alone.
    [[ $typed == *:"$2" && $typed != *[\'\"\\]* ]] && begun=${typed%"$2"}
    COMPREPLY=()
    {
        IFS= read -r kind
        while IFS= read -r offer; do COMPREPLY+=("${offer#"$begun"}"); done
    } < <(_WP8_COMPLETE=bash command wp8 "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    # What a value is to follow has no blank behind it.
    [[ ${#COMPREPLY[@]} == 1 && $COMPREPLY == *= ]] && compopt -o nospace
    case $kind in
        file) compopt -o default ;;
        dir) compopt -o dirnames ;;
    esac
}
# With the colon among these, bash takes speech:12 for two words.
COMP_WORDBREAKS=${COMP_WORDBREAKS//:}
complete -o nosort -F _wp8_completion wp8
