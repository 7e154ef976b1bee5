# wp8 answers with what is asked for and with words, each with its help after a tab; fish quotes them.
function __wp8_completion
    set -l typed (commandline -ct)
    set -l answer (_WP8_COMPLETE=fish command wp8 (commandline -opc)[2..-1] "$typed" 2>/dev/null | string split0)
    switch "$answer[1]"
        case file
            __fish_complete_path "$typed"
        case dir
            __fish_complete_directories "$typed"
        case plain
            set -e answer[1]
            string join0 -- $answer
    end
end
complete --command wp8 --no-files --arguments '(__wp8_completion | string split0)'
