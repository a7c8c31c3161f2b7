using System.Text;

namespace Baton.Cli.Completion;

/// <summary>The completion for bash, in words of its own only: the package bash-completion need not be there.</summary>
internal static class BashCompletion
{
    // Names are compared and never expanded: "compgen -W" would run what stands in them.
    private const string Services = """
        # bash completion of baton; load it with: source <(baton completion bash)
        _baton_services() {
          local name state=() i program=${COMP_WORDS[0]/#\~\//$HOME/}
          for ((i = 2; i < COMP_CWORD - 1; i++)); do
            [[ ${COMP_WORDS[i]} == --state ]] || continue
            [[ ${COMP_WORDS[i+1]} != = ]] || ((i++))
            state=(--state "${COMP_WORDS[i+1]/#\~\//$HOME/}")
          done
          # Each project has its own; without a daemon there are none to be had. What is no name is passed over.
          while read -r name _; do
            [[ $name == [A-Za-z0-9]* && $name != *[^A-Za-z0-9._-]* && $name == "$1"* ]] && COMPREPLY+=("$name")
          done < <("$program" ps "${state[@]}" 2>/dev/null | { read -r _; cat; })
        }

        _baton() {
          local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} i
          COMPREPLY=()
          if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi

        """;

    public static string Of(CompletionModel model)
    {
        var commands = string.Join(' ', model.Commands.Select(command => command.Name));
        var text = new StringBuilder(Services)
            .Append("  if ((COMP_CWORD == 1)); then\n    ").Append(Choice($"{commands} help --help --version")).Append("\n    return\n  fi\n")
            .Append("  if [[ $command == help ]]; then\n    ").Append(Choice(commands)).Append("\n    return\n  fi\n")
            .Append("  for ((i = 2; i < COMP_CWORD; i++)); do\n    [[ ${COMP_WORDS[i]} != -- ]] || { compopt -o default; return; }\n  done\n");
        AppendMany(text, model);
        text.Append("  case \"$command $before\" in\n");
        foreach (var command in model.Commands)
        {
            foreach (var option in command.Options.Where(option => option.Value is not null))
                text.Append("    ").Append(Pattern(command, option)).Append(") ").Append(Reply(option.Value!)).Append("; return ;;\n");
        }

        text.Append("  esac\n  case $command in\n");
        foreach (var command in model.Commands)
        {
            var options = string.Join(' ', command.Options.SelectMany(option => option.Forms));
            text.Append("    ").Append(command.Name).Append(") if [[ $word == -* ]]; then ").Append(Choice(options)).Append("; else ").Append(Reply(command.Operand)).Append("; fi ;;\n");
        }

        return text.Append("  esac\n}\n\ncomplete -F _baton baton\n").ToString();
    }

    /// <summary>An option that takes many words is what stands before each of them.</summary>
    private static void AppendMany(StringBuilder text, CompletionModel model)
    {
        var many = model.Commands.SelectMany(command => command.Options.Where(option => option.TakesMany).Select(option => Pattern(command, option)));
        text.Append("  if [[ $word != -* ]]; then\n    for ((i = COMP_CWORD - 1; i > 1; i--)); do [[ ${COMP_WORDS[i]} != -* ]] || break; done\n    case \"$command ${COMP_WORDS[i]}\" in\n      ")
            .Append(string.Join('|', many)).Append(") before=${COMP_WORDS[i]} ;;\n    esac\n  fi\n");
    }

    private static string Pattern(CompletedCommand command, CompletedOption option) => string.Join('|', option.Forms.Select(form => $"'{command.Name} {form}'"));

    private static string Choice(string words) => $"mapfile -t COMPREPLY < <(compgen -W \"{words}\" -- \"$word\")";

    private static string Reply(CompletedValue value) => value.Kind switch
    {
        ValueKind.Service => "_baton_services \"$word\"",
        ValueKind.File => "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\")",
        ValueKind.Folder => "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$word\")",
        ValueKind.Words => Choice(string.Join(' ', value.Words)),
        _ => ":",
    };
}
