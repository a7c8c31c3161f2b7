using System.Text;

namespace Baton.Cli.Parsing;

/// <summary>Writes help from the shapes, so that what is parsed and what is told cannot differ.</summary>
internal static class HelpText
{
    private const int Widest = 120;

    /// <summary>Help of one command.</summary>
    public static string Of(CommandShape command)
    {
        var text = new StringBuilder().Append(command.Summary).Append(".\n\n");
        AppendUsage(text, $"Usage: baton {command.Name}{(command.Operands.Length > 0 ? " " : "")}{command.Operands} [OPTIONS]");
        if (command.Details.Length > 0) text.Append('\n').Append(command.Details).Append('\n');
        text.Append("\nOptions:\n");
        var options = command.Options.Append(CommonOptions.Help).ToList();
        var width = options.Max(option => Left(option).Length);
        foreach (var option in options) text.Append(Left(option).PadRight(width)).Append("  ").Append(option.Help).Append('\n');
        return text.ToString();
    }

    /// <summary>The list of commands.</summary>
    public static string OfAll(IReadOnlyList<CommandShape> commands)
    {
        var text = new StringBuilder("Baton keeps programs running: it starts, watches, restarts and logs the services of a manifest.\n\n")
            .Append("Usage: baton COMMAND [OPTIONS]\n\nCommands:\n");
        var width = commands.Max(command => command.Name.Length);
        foreach (var command in commands) text.Append("  ").Append(command.Name.PadRight(width)).Append("  ").Append(command.Summary).Append('\n');
        return text.Append("\nbaton COMMAND --help tells more about each.\n").ToString();
    }

    /// <summary>One line, or where there are very many ways to go on, several.</summary>
    private static void AppendUsage(StringBuilder text, string usage)
    {
        while (usage.Length > Widest && usage.LastIndexOf('|', Widest - 1) is > 0 and var end)
        {
            text.Append(usage.AsSpan(0, end + 1)).Append('\n');
            usage = "       " + usage[(end + 1)..];
        }

        text.Append(usage).Append('\n');
    }

    private static string Left(OptionShape option)
    {
        var letter = option.Letter == '\0' ? "      " : $"  -{option.Letter}, ";
        return option.Value is null ? letter + option.Name : $"{letter}{option.Name} {option.Value}";
    }
}
