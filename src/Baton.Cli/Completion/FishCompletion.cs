using System.Text;

namespace Baton.Cli.Completion;

/// <summary>The completion for fish.</summary>
internal static class FishCompletion
{
    private const string Functions = """
        # fish completion of baton; load it with: baton completion fish | source
        function __baton_services
            set -l words (commandline -opc)
            set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
            set -l state
            if set -l at (contains -i -- --state $words)
                set state --state (string replace -r '^~/' "$HOME/" -- $words[(math $at + 1)])
            end
            # Each project has its own; without a daemon there are none to be had. What is no name is passed over.
            set -l lines ($program ps $state 2>/dev/null)
            string replace -r ' .*' '' -- $lines[2..-1] | string match -r '^[A-Za-z0-9][A-Za-z0-9._-]*$'
        end

        # The command is one of these; without any: there is none yet.
        function __baton_is
            set -l words (commandline -opc)
            test (count $words) -gt 1; or return (test (count $argv) -eq 0)
            contains -- $words[2] $argv; and not contains -- -- $words
        end

        # The last option is one of these, which take all words up to the next one.
        function __baton_takes
            set -l options (string match -- '-*' (commandline -opc))
            set -q options[1]; and contains -- $options[-1] $argv
        end

        complete -c baton -f
        complete -c baton -n __baton_is -l help -s h -d 'Show the commands'
        complete -c baton -n __baton_is -l version -d 'Show the version'
        complete -c baton -n __baton_is -a help -d 'Show the commands'
        complete -c baton -n 'contains -- -- (commandline -opc)' -F

        """;

    public static string Of(CompletionModel model)
    {
        var text = new StringBuilder(Functions);
        foreach (var command in model.Commands)
        {
            text.Append("complete -c baton -n __baton_is -a ").Append(command.Name).Append(" -d ").Append(Quoted(command.Summary)).Append('\n');
            var isHere = $"__baton_is {command.Name}";
            if (command.Options.Where(option => option.TakesMany).SelectMany(option => option.Forms).ToList() is { Count: > 0 } many)
            {
                foreach (var option in command.Options.Where(option => option.TakesMany))
                    AppendRule(text, $"{isHere}; and __baton_takes {string.Join(' ', option.Forms)}", Arguments(option.Value!));
                isHere += $"; and not __baton_takes {string.Join(' ', many)}";
            }

            AppendRule(text, isHere, Arguments(command.Operand));
            foreach (var option in command.Options)
            {
                text.Append("complete -c baton -n '__baton_is ").Append(command.Name).Append("' -l ").Append(option.Name[2..]);
                if (option.Letter != '\0') text.Append(" -s ").Append(option.Letter);
                if (option.Value is { } value) text.Append(" -r").Append(Arguments(value));
                text.Append(" -d ").Append(Quoted(option.Help)).Append('\n');
            }
        }

        return text.Append("complete -c baton -n '__baton_is help' -a '").Append(string.Join(' ', model.Commands.Select(command => command.Name))).Append("'\n").ToString();
    }

    private static void AppendRule(StringBuilder text, string condition, string arguments)
    {
        if (arguments.Length > 0) text.Append("complete -c baton -n '").Append(condition).Append('\'').Append(arguments).Append('\n');
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
