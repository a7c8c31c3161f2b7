using System.Text;

namespace Baton.Cli.Completion;

/// <summary>The completion for fish.</summary>
internal static class FishCompletion
{
    public static string Of(CompletionModel model)
    {
        var text = new StringBuilder("""
            # fish completion of baton; load it with: baton completion fish | source
            function __baton_services
                set -l words (commandline -opc)
                $words[1] ps 2>/dev/null | string match -rv '^NAME ' | string replace -r ' .*' ''
            end

            complete -c baton -f
            complete -c baton -n __fish_use_subcommand -l help -s h -d 'Show the commands'
            complete -c baton -n __fish_use_subcommand -l version -d 'Show the version'
            complete -c baton -n __fish_use_subcommand -a help -d 'Show the commands'

            """);
        foreach (var command in model.Commands)
        {
            text.Append("complete -c baton -n __fish_use_subcommand -a ").Append(command.Name).Append(" -d ").Append(Quoted(command.Summary)).Append('\n');
            var isHere = $"complete -c baton -n '__fish_seen_subcommand_from {command.Name}'";
            if (Arguments(command.Operand) is { Length: > 0 } operand) text.Append(isHere).Append(operand).Append('\n');
            foreach (var option in command.Options)
            {
                text.Append(isHere).Append(" -l ").Append(option.Name[2..]);
                if (option.Letter != '\0') text.Append(" -s ").Append(option.Letter);
                if (option.Value is { } value) text.Append(" -r").Append(Arguments(value));
                text.Append(" -d ").Append(Quoted(option.Help)).Append('\n');
            }
        }

        return text.Append("complete -c baton -n '__fish_seen_subcommand_from help' -a '").Append(string.Join(' ', model.Commands.Select(command => command.Name))).Append("'\n").ToString();
    }

    private static string Arguments(CompletedValue value) => value.Kind switch
    {
        ValueKind.Service => " -a '(__baton_services)'",
        ValueKind.File => " -F",
        ValueKind.Folder => " -a '(__fish_complete_directories)'",
        ValueKind.Words => $" -a '{string.Join(' ', value.Words)}'",
        _ => "",
    };

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
