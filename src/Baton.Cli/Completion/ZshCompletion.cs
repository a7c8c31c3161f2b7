using System.Text;

namespace Baton.Cli.Completion;

/// <summary>The completion for zsh.</summary>
internal static class ZshCompletion
{
    public static string Of(CompletionModel model)
    {
        var text = new StringBuilder("""
            #compdef baton
            # zsh completion of baton; load it with: source <(baton completion zsh)
            _baton_services() {
              local -a services
              services=(${${(f)"$($words[1] ps 2>/dev/null)"}%% *})
              services=(${services:#NAME})
              compadd -a services
            }

            _baton() {
              local -a commands
              local before=$words[CURRENT-1] command=$words[2]
              commands=(

            """);
        foreach (var command in model.Commands) text.Append("    ").Append(Quoted($"{command.Name}:{command.Summary}")).Append('\n');
        text.Append("  )\n  if ((CURRENT == 2)) || { ((CURRENT == 3)) && [[ $command == help ]] }; then\n    _describe command commands\n    return\n  fi\n");
        text.Append("  if ((${words[(I)--]} > 1)) && ((${words[(I)--]} < CURRENT)); then\n    _files\n    return\n  fi\n  case \"$command $before\" in\n");
        foreach (var command in model.Commands)
        {
            foreach (var option in command.Options.Where(option => option.Value is not null))
                text.Append("    ").Append(string.Join('|', option.Forms.Select(form => Quoted($"{command.Name} {form}")))).Append(") ").Append(Reply(option.Value!)).Append("; return ;;\n");
        }

        text.Append("  esac\n  case $command in\n");
        foreach (var command in model.Commands)
        {
            var forms = command.Options.SelectMany(option => option.Forms.Select(form => Quoted($"{form}:{option.Help}")));
            text.Append("    ").Append(command.Name).Append(") if [[ $PREFIX == -* ]]; then local -a options=(").Append(string.Join(' ', forms)).Append("); _describe option options; else ")
                .Append(Reply(command.Operand)).Append("; fi ;;\n");
        }

        return text.Append("  esac\n}\n\n(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\ncompdef _baton baton\n").ToString();
    }

    private static string Reply(CompletedValue value) => value.Kind switch
    {
        ValueKind.Service => "_baton_services",
        ValueKind.File => "_files",
        ValueKind.Folder => "_files -/",
        ValueKind.Words => $"compadd {string.Join(' ', value.Words)}",
        _ => ":",
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
