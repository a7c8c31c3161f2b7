using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton install</c>: have systemd run a project.</summary>
internal static class InstallCommand
{
    public static readonly OptionShape ForUser = new("--user", "For your own systemd instead of the machine's, which needs root");
    public static readonly OptionShape Name = new("--name", "Name of the unit (default: baton- and the name of the folder)", "NAME");
    private static readonly OptionShape Print = new("--print", "Print the unit and change nothing");

    public static readonly CommandShape Shape = new("install", "Have systemd start a project with the machine, and keep it running", Run)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Details = "Writes a unit, enables and starts it. For the machine it runs as the owner of the folder. Where systemd does not\nrun nothing is written.",
        Options = [ForUser, Name, Print],
    };

    private static Task<int> Run(CommandContext context, ParsedLine line)
    {
        var unit = context.Offline.Unit(WishOf(context, line));
        if (line.Has(Print))
        {
            context.Terminal.Write(unit.Text);
            return Task.FromResult(ExitCodes.Done);
        }

        Check(unit);
        if (OtherProjectOf(unit) is { } other)
            throw new CommandException(ErrorCodes.Forbidden, $"\"{unit.Path}\" is the unit of another project, in \"{other}\", and is left as it is; choose another name with --name");
        Write(unit);
        var systemctl = new Systemctl(context, line.Has(ForUser));
        systemctl.Run("daemon-reload");
        systemctl.Run("enable", "--now", unit.Name);
        context.Terminal.Write($"{unit.Path} is installed and started; take it back with: baton uninstall{(line.Has(ForUser) ? " --user" : "")}\n");
        return Task.FromResult(ExitCodes.Done);
    }

    /// <summary>What install and uninstall are about.</summary>
    public static UnitWish WishOf(CommandContext context, ParsedLine line) =>
        new(line.Operand is { } folder ? Path.GetFullPath(folder, context.Folder) : context.Folder, line.Has(ForUser), line.Value(Name));

    /// <summary>Refuses where systemd does not run, and what is somebody else's file.</summary>
    public static void Check(SystemdUnit unit)
    {
        if (!unit.IsSystemdRunning)
            throw new CommandException(ErrorCodes.Unavailable, "systemd does not run here (there is no /run/systemd/system), so nothing was changed; see what would be installed with: baton install --print");
        if (File.Exists(unit.Path) && !File.ReadLines(unit.Path).FirstOrDefault("").StartsWith(SystemdUnit.Mark, StringComparison.Ordinal))
            throw new CommandException(ErrorCodes.Forbidden, $"\"{unit.Path}\" was not written by \"baton install\" and is left as it is; choose another name with --name");
    }

    /// <summary>Folder of another project whose unit has the place already, as when folders have one name; null when none has.</summary>
    public static string? OtherProjectOf(SystemdUnit unit) => unit.FolderInPlace() is { } folder && folder != unit.Folder ? folder : null;

    private static void Write(SystemdUnit unit)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(unit.Path)!);
            File.WriteAllText(unit.Path + ".new", unit.Text);
            File.Move(unit.Path + ".new", unit.Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ErrorCodes.Unavailable, $"cannot write \"{unit.Path}\": {e.Message}; be root, or install it for yourself with --user", e);
        }
    }
}
