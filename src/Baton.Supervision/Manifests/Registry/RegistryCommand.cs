using Baton.Manifest.Binding;

namespace Baton.Supervision.Manifests.Registry;

/// <summary>Reads what a service of the registry runs: <c>cmd</c> with <c>args</c>, or the native <c>command</c>.</summary>
internal static class RegistryCommand
{
    /// <summary>The command that is to run; an empty one when a problem was told.</summary>
    /// <param name="table">The service.</param>
    /// <param name="context">Whether the testing command is asked for.</param>
    /// <param name="isContainer">It runs inside a container, and may be missing.</param>
    public static ServiceCommand Read(TableReader table, ServicesContext context, bool isContainer)
    {
        var own = Own(table);
        if (isContainer) return ContainerKeys.Command(table, context);
        var native = CommandKeys.ReadOne(table, "command");
        var testing = CommandKeys.ReadOne(table, "testing_command");
        if (!table.Has("cmd") && !table.Has("command"))
            table.Diagnostics.Add(table.Table.Place, $"{table.Path} has no \"cmd\"; give the program, and its arguments as \"args\"");
        if (table.Has("command") && (table.Has("cmd") || table.Has("args"))) table.Report("command", "\"command\" and \"cmd\" with \"args\" say the same; keep one");
        return CommandKeys.Choose(native ?? own, testing, context) ?? new ServiceCommand(null, []);
    }

    private static ServiceCommand? Own(TableReader table)
    {
        var program = table.OptionalString("cmd");
        var arguments = table.StringList("args", allowEmptyItems: true);
        return program is null ? null : new ServiceCommand(null, [program, .. arguments.Select(argument => argument.Text)]);
    }
}
