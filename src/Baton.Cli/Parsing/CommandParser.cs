namespace Baton.Cli.Parsing;

/// <summary>
/// Reads the words of a command line by the shape of one command: <c>--name VALUE</c>, <c>--name=VALUE</c>, <c>-n VALUE</c>,
/// <c>-nVALUE</c>, switches in one word (<c>-fd</c>), <c>--</c> before operands that begin with a dash. Only the command that was
/// typed is looked at: a general parser that knows all of them costs 8 ms at each call, a fifth of what <c>baton ps</c> may take.
/// </summary>
internal static class CommandParser
{
    /// <exception cref="CommandException">The words do not fit.</exception>
    public static ParsedLine Parse(CommandShape command, ReadOnlySpan<string> words)
    {
        var line = new ParsedLine();
        var onlyOperands = false;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (onlyOperands || word.Length < 2 || word[0] != '-') AddOperand(command, line, word, mayBeEmpty: onlyOperands && command.TakesProgram);
            else if (word == "--") onlyOperands = true;
            else if (word.StartsWith("--", StringComparison.Ordinal)) ReadLong(command, line, words, ref i);
            else ReadLetters(command, line, words, ref i);
            if (line.WantsHelp) break;
        }

        return line;
    }

    private static void AddOperand(CommandShape command, ParsedLine line, string word, bool mayBeEmpty)
    {
        if (word.Length == 0 && !mayBeEmpty) throw CommandException.Usage($"\"{command.Name}\" was given an empty word");
        if (line.Operands.Count == command.MaxOperands)
        {
            var limit = command.MaxOperands == 0 ? "takes options only" : $"takes at most {command.MaxOperands}: {command.Operands}";
            throw CommandException.Usage($"unexpected \"{word}\": \"{command.Name}\" {limit}");
        }

        line.Operands.Add(word);
    }

    private static void ReadLong(CommandShape command, ParsedLine line, ReadOnlySpan<string> words, ref int i)
    {
        var word = words[i];
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word : word[..equals];
        if (name == CommonOptions.Help.Name)
        {
            line.WantsHelp = true;
            return;
        }

        var option = FindLong(command, name) ?? throw Unknown(command, name);
        if (option.Value is null && equals >= 0) throw CommandException.Usage($"option {name} takes no value");
        if (option.Value is null) line.Add(option, null);
        else if (equals >= 0) line.Add(option, NotEmpty(option, word[(equals + 1)..]));
        else AddNext(option, line, words, ref i);
    }

    private static void AddNext(OptionShape option, ParsedLine line, ReadOnlySpan<string> words, ref int i)
    {
        // Of many values none begins with a dash: else it could not be seen where they end.
        if (option.TakesMany && (i + 1 >= words.Length || words[i + 1].StartsWith('-'))) throw NeedsValue(option);
        do line.Add(option, NextWord(option, words, ref i));
        while (option.TakesMany && i + 1 < words.Length && !words[i + 1].StartsWith('-'));
    }

    private static void ReadLetters(CommandShape command, ParsedLine line, ReadOnlySpan<string> words, ref int i)
    {
        var word = words[i];
        for (var at = 1; at < word.Length; at++)
        {
            if (word[at] == CommonOptions.Help.Letter)
            {
                line.WantsHelp = true;
                return;
            }

            var option = FindLetter(command, word[at]) ?? throw Unknown(command, $"-{word[at]}");
            if (option.Value is null)
            {
                line.Add(option, null);
                continue;
            }

            var rest = word.AsSpan(at + 1);
            if (rest.StartsWith("=")) rest = rest[1..];
            line.Add(option, at + 1 < word.Length ? NotEmpty(option, rest.ToString()) : NextWord(option, words, ref i));
            return;
        }
    }

    private static string NextWord(OptionShape option, ReadOnlySpan<string> words, ref int i)
    {
        if (i + 1 >= words.Length) throw NeedsValue(option);
        return NotEmpty(option, words[++i]);
    }

    private static CommandException NeedsValue(OptionShape option) =>
        CommandException.Usage($"option {option.Name} needs a value: {option.Name} {option.Value}");

    // An empty value is nearly always an unset variable of a script: taking it as "not said" would act on the wrong folder.
    private static string NotEmpty(OptionShape option, string value) =>
        value.Length > 0 ? value : throw CommandException.Usage($"option {option.Name} was given an empty value");

    private static OptionShape? FindLong(CommandShape command, string name)
    {
        foreach (var option in command.Options)
        {
            if (option.Name == name) return option;
        }

        return null;
    }

    private static OptionShape? FindLetter(CommandShape command, char letter)
    {
        foreach (var option in command.Options)
        {
            if (option.Letter == letter) return option;
        }

        return null;
    }

    private static CommandException Unknown(CommandShape command, string name)
    {
        var near = NearestWord.Of(name, command.Options.Select(option => option.Name));
        var hint = near is null ? $"see: baton {command.Name} --help" : $"did you mean {near}?";
        return CommandException.Usage($"\"{command.Name}\" has no option {name}; {hint}");
    }
}
