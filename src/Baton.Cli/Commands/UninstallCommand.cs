using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton uninstall</c>: take back what install has done.</summary>
internal static class UninstallCommand
{
    public static readonly CommandShape Shape = new("uninstall", "Stop a project that systemd runs, and remove its unit", Run)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Details = "Removes only what install has written. The folder with its .baton is left as it is.",
        Options = [InstallCommand.ForUser, InstallCommand.Name],
    };

    private static Task<int> Run(CommandContext context, ParsedLine line)
    {
        var unit = context.Offline.Unit(InstallCommand.WishOf(context, line));
        InstallCommand.Check(unit);
        if (!File.Exists(unit.Path)) throw new CommandException(ErrorCodes.NotFound, $"there is no \"{unit.Path}\"; what else is there: systemctl {(line.Has(InstallCommand.ForUser) ? "--user " : "")}list-unit-files 'baton-*'");
        // By its name somebody means that unit, wherever its project is or was.
        if (!line.Has(InstallCommand.Name) && InstallCommand.OtherProjectOf(unit) is { } other)
            throw new CommandException(ErrorCodes.Forbidden, $"\"{unit.Path}\" is the unit of another project, in \"{other}\", and is left as it is; if that is the one you mean, name it: --name {unit.Name}");
        var systemctl = new Systemctl(context, line.Has(InstallCommand.ForUser));
        systemctl.Run("disable", "--now", unit.Name);
        try
        {
            File.Delete(unit.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ErrorCodes.Unavailable, $"cannot remove \"{unit.Path}\": {e.Message}", e);
        }

        systemctl.Run("daemon-reload");
        context.Terminal.Write($"{unit.Path} is stopped and removed\n");
        return Task.FromResult(ExitCodes.Done);
    }
}
