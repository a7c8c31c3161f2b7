using System.Text;

namespace Baton.Cli.Completion;

/// <summary>The completion for zsh.</summary>
internal static class ZshCompletion
{
    private const string Services = """
        #compdef baton
        # zsh completion of baton; load it with: source <(baton completion zsh), or as the file _baton in a folder of fpath
        _baton_services() {
          local -a services state
          local program=${${(Q)words[1]}/#\~\//$HOME/} i=${words[(i)--state]}
          (( i >= CURRENT - 1 )) || state=(--state ${${(Q)words[i+1]}/#\~\//$HOME/})
          # Each project has its own; without a daemon there are none to be had. What is no name is passed over.
          services=(${(f)"$($program ps $state 2>/dev/null)"})
          services=(${${services[2,-1]%% *}:#([^A-Za-z0-9]*|*[^A-Za-z0-9._-]*)})
          compadd -a services
        }

        _baton() {
          local -a commands options
          local before=$words[CURRENT-1] command=$words[2] i
          commands=(

        """;

    // As a file of fpath this text is the function itself, the first time.
    private const string End = """
          esac
        }

        if [[ $funcstack[1] == _baton ]]; then
          _baton "$@"
        else
          (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
          compdef _baton baton
        fi

        """;

    public static string Of(CompletionModel model)
    {
        var text = new StringBuilder(Services);
        foreach (var command in model.Commands) text.Append("    ").Append(Quoted($"{command.Name}:{command.Summary}")).Append('\n');
        text.Append("  )\n  if ((CURRENT == 2)) || { ((CURRENT == 3)) && [[ $command == help ]] }; then\n    _describe command commands\n    return\n  fi\n");
        text.Append("  if ((${words[(i)--]} < CURRENT)); then\n    _files\n    return\n  fi\n");
        AppendMany(text, model);
        text.Append("  if [[ $PREFIX == --*=* ]]; then\n    before=${PREFIX%%=*}\n    compset -P 1 '*='\n  fi\n");
        text.Append("  case \"$command $before\" in\n");
        foreach (var command in model.Commands)
        {
            foreach (var option in command.Options.Where(option => option.Value is not null))
                text.Append("    ").Append(Pattern(command, option)).Append(") ").Append(Reply(option.Value!)).Append("; return ;;\n");
        }

        text.Append("  esac\n  case $command in\n");
        foreach (var command in model.Commands)
        {
            var forms = command.Options.SelectMany(option => option.Forms.Select(form => Quoted($"{form}:{option.Help}")));
            text.Append("    ").Append(command.Name).Append(") if [[ $PREFIX == -* ]]; then options=(").Append(string.Join(' ', forms)).Append("); _describe -o option options; else ")
                .Append(Reply(command.Operand)).Append("; fi ;;\n");
        }

        return text.Append(End).ToString();
    }

    /// <summary>An option that takes many words is what stands before each of them.</summary>
    private static void AppendMany(StringBuilder text, CompletionModel model)
    {
        var many = model.Commands.SelectMany(command => command.Options.Where(option => option.TakesMany).Select(option => Pattern(command, option)));
        text.Append("  if [[ $PREFIX != -* ]]; then\n    for ((i = CURRENT - 1; i > 2; i--)); do [[ $words[i] != -* ]] || break; done\n    case \"$command $words[i]\" in\n      ")
            .Append(string.Join('|', many)).Append(") before=$words[i] ;;\n    esac\n  fi\n");
    }

    private static string Pattern(CompletedCommand command, CompletedOption option) => string.Join('|', option.Forms.Select(form => Quoted($"{command.Name} {form}")));

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
