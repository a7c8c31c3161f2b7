using Baton.Cli.Parsing;

namespace Baton.Cli.Commands;

/// <summary>All commands. Only the shape that is asked for is built.</summary>
internal static class CommandTable
{
    /// <summary>The command of that name, or null.</summary>
    public static CommandShape? Find(string name) => name switch
    {
        "up" => UpCommand.Shape,
        "down" => DownCommand.Shape,
        "ps" => PsCommand.Shape,
        "start" => StartCommand.Shape,
        "stop" => StopCommand.Shape,
        "restart" => RestartCommand.Shape,
        "enable" => EnableCommand.Shape,
        "disable" => DisableCommand.Shape,
        "wait" => WaitCommand.Shape,
        "logs" => LogsCommand.Shape,
        "plan" => PlanCommand.Shape,
        "reload" => ReloadCommand.Shape,
        "upgrade" => UpgradeCommand.Shape,
        "events" => EventsCommand.Shape,
        "notify" => NotifyCommand.Shape,
        "monitor" => MonitorCommand.Shape,
        "runtime" => RuntimeCommand.Shape,
        "link" => LinkCommand.Shape,
        "clear" => ClearCommand.Shape,
        "why" => WhyCommand.Shape,
        "scale" => ScaleCommand.Shape,
        "kill" => KillCommand.Shape,
        "graph" => GraphCommand.Shape,
        "exec" => ExecCommand.Shape,
        "run" => RunCommand.Shape,
        "projects" => ProjectsCommand.Shape,
        "doctor" => DoctorCommand.Shape,
        "completion" => CompletionCommand.Shape,
        "install" => InstallCommand.Shape,
        "uninstall" => UninstallCommand.Shape,
        "check" => CheckCommand.Shape,
        "schema" => SchemaCommand.Shape,
        "version" => VersionCommand.Shape,
        _ => null,
    };

    /// <summary>All of them, in the order of help.</summary>
    public static IReadOnlyList<CommandShape> All() =>
    [
        UpCommand.Shape, DownCommand.Shape, PsCommand.Shape, StartCommand.Shape, StopCommand.Shape, RestartCommand.Shape,
        EnableCommand.Shape, DisableCommand.Shape, WaitCommand.Shape, LogsCommand.Shape, WhyCommand.Shape, EventsCommand.Shape, NotifyCommand.Shape, MonitorCommand.Shape,
        RuntimeCommand.Shape, LinkCommand.Shape, ClearCommand.Shape,
        GraphCommand.Shape, PlanCommand.Shape, ReloadCommand.Shape, UpgradeCommand.Shape, ScaleCommand.Shape, KillCommand.Shape, ExecCommand.Shape,
        RunCommand.Shape, ProjectsCommand.Shape, CheckCommand.Shape, DoctorCommand.Shape, SchemaCommand.Shape, CompletionCommand.Shape,
        InstallCommand.Shape, UninstallCommand.Shape, VersionCommand.Shape,
    ];
}
