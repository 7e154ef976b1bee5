#compdef wp8
# wp8 answers with what is asked for and with pairs of a word and its help; zsh quotes the words.
_wp8_completion() {
    local word help
    local -a answer plain described before
    [[ $PREFIX == --*=* ]] && compset -P 1 '--*='
    answer=("${(@0)$(_WP8_COMPLETE=zsh command wp8 "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    case $answer[1] in
        (file) _files ;;
        (dir) _files -/ ;;
        (plain)
            for word help in "${(@)answer[2,-2]}"; do
                if [[ -n $help ]]; then described+=("${word//:/\\:}:$help");
                elif [[ $word == *= ]]; then before+=("$word"); else plain+=("$word"); fi
            done
            (( $#described )) && _describe -V wp8 described
            (( $#plain )) && compadd -U -i "$IPREFIX" -V wp8 -a plain
            # What a value is to follow has no blank behind it.
            (( $#before )) && compadd -U -S '' -i "$IPREFIX" -V wp8 -a before
            ;;
    esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _wp8_completion "$@"
else
    compdef _wp8_completion wp8
fi
