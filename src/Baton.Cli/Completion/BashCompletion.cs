using System.Text;

namespace Baton.Cli.Completion;

/// <summary>The completion for bash, in words of its own only: the package bash-completion need not be there.</summary>
internal static class BashCompletion
{
    public static string Of(CompletionModel model)
    {
        var text = new StringBuilder("""
            # bash completion of baton; load it with: source <(baton completion bash)
            _baton_services() {
              local services
              # Each project has its own; without a daemon there are none to be had.
              services=$("${COMP_WORDS[0]}" ps 2>/dev/null | while read -r name _; do [[ $name == NAME ]] || printf '%s\n' "$name"; done)
              mapfile -t COMPREPLY < <(compgen -W "$services" -- "$1")
            }

            _baton() {
              local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} i
              COMPREPLY=()
              if ((COMP_CWORD == 1)); then
                mapfile -t COMPREPLY < <(compgen -W "
            """).Append(string.Join(' ', model.Commands.Select(command => command.Name))).Append(" help --help --version\" -- \"$word\")\n    return\n  fi\n");
        text.Append("  if [[ $command == help ]]; then\n    mapfile -t COMPREPLY < <(compgen -W \"").Append(string.Join(' ', model.Commands.Select(command => command.Name))).Append("\" -- \"$word\")\n    return\n  fi\n");
        text.Append("  for ((i = 2; i < COMP_CWORD; i++)); do\n    [[ ${COMP_WORDS[i]} != -- ]] || { compopt -o default; return; }\n  done\n");
        text.Append("  case \"$command $before\" in\n");
        foreach (var command in model.Commands)
        {
            foreach (var option in command.Options.Where(option => option.Value is not null))
                text.Append("    ").Append(string.Join('|', option.Forms.Select(form => $"'{command.Name} {form}'"))).Append(") ").Append(Reply(option.Value!)).Append("; return ;;\n");
        }

        text.Append("  esac\n  case $command in\n");
        foreach (var command in model.Commands)
        {
            var options = string.Join(' ', command.Options.SelectMany(option => option.Forms));
            text.Append("    ").Append(command.Name).Append(") if [[ $word == -* ]]; then mapfile -t COMPREPLY < <(compgen -W \"").Append(options).Append("\" -- \"$word\"); else ")
                .Append(Reply(command.Operand)).Append("; fi ;;\n");
        }

        return text.Append("  esac\n}\n\ncomplete -F _baton baton\n").ToString();
    }

    private static string Reply(CompletedValue value) => value.Kind switch
    {
        ValueKind.Service => "_baton_services \"$word\"",
        ValueKind.File => "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\")",
        ValueKind.Folder => "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$word\")",
        ValueKind.Words => $"mapfile -t COMPREPLY < <(compgen -W \"{string.Join(' ', value.Words)}\" -- \"$word\")",
        _ => ":",
    };
}
