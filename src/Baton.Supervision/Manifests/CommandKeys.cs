using Baton.Manifest.Binding;

namespace Baton.Supervision.Manifests;

/// <summary>Reads what a service runs: text is a script for a login shell; an array is a program with its arguments, started as it is.</summary>
internal static class CommandKeys
{
    private const string Form = "give it text for the shell or an array, as in command = [\"program\", \"argument\"]";

    /// <summary><c>command</c>, or <c>testing_command</c> where that is asked for and there; both are checked. Null when a problem was told.</summary>
    public static ServiceCommand? Read(TableReader table, ServicesContext context)
    {
        if (!table.Has("command")) table.Diagnostics.Add(table.Table.Place, $"{table.Path} has no \"command\"; {Form}");
        return Choose(ReadOne(table, "command"), ReadOne(table, "testing_command"), context);
    }

    /// <summary>The one of the two that is to run.</summary>
    public static ServiceCommand? Choose(ServiceCommand? command, ServiceCommand? testing, ServicesContext context) =>
        context.IsTesting ? testing ?? command : command;

    /// <summary>One command; null when the key is missing or a problem was told.</summary>
    public static ServiceCommand? ReadOne(TableReader table, string key)
    {
        // The shell has variables of its own, and means other things with "${".
        if (table.StringOrList(key, isTextLiteral: true) is not { } command) return null;
        if (command.Items is not { } items) return Script(table, key, command.Text!);
        if (items[0].Length == 0) table.Report(key, $"the first item of \"{key}\" is the program and must not be empty");
        return new ServiceCommand(null, items);
    }

    /// <summary>Text for the shell.</summary>
    public static ServiceCommand Script(TableReader table, string key, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) table.Report(key, $"\"{key}\" is blank; give the text of a command");
        return new ServiceCommand(text.Trim(), null);
    }
}
