using Baton.Manifest.Binding;
using Baton.Processes;

namespace Baton.Supervision.Manifests;

/// <summary>What all programs of a service start in: its folder, its variables, its virtual environment, its user.</summary>
/// <param name="Folder">The working directory.</param>
/// <param name="Variables">The environment, before the virtual environment is active.</param>
/// <param name="Venv">The virtual environment; null when there is none.</param>
/// <param name="Credentials">User, group, niceness and umask; null when they are those of the daemon.</param>
internal sealed record ProgramSurroundings(string Folder, IReadOnlyDictionary<string, string> Variables, Venv? Venv, Credentials? Credentials)
{
    /// <summary>The service is a container, of this and with these variables; its other programs are of this machine. Null: it is a program.</summary>
    public (ContainerLaunch Launch, IReadOnlyDictionary<string, string> Variables)? Container { get; private init; }

    /// <summary>Reads all of it but the programs.</summary>
    public static ProgramSurroundings Read(TableReader table, ServicesContext context, EnvironmentKeys environment, bool allowEmptyFolder = false, ContainerLaunch? container = null)
    {
        if (container is not null)
        {
            return new ProgramSurroundings(context.BaseDirectory, environment.Read(table, context), null, null)
            {
                Container = (container, environment.ReadForContainer(table, context)),
            };
        }

        var folder = FolderKeys.Read(table, context, allowEmptyFolder);
        var venv = Venv.Read(table, folder, context);
        var user = CredentialKeys.Read(table, context);
        return new ProgramSurroundings(folder, environment.Read(table, context, user.Variables), venv, user.Credentials);
    }

    /// <summary>How the service itself starts.</summary>
    public Launch LaunchOfService(ServiceCommand command, LogPolicy log) => Container is not var (container, variables)
        ? LaunchOf(command, log)
        : new Launch { Command = command.Words ?? [], WorkingDirectory = Folder, Environment = variables, Log = log, Container = container };

    /// <summary>How a program that asks it starts: where it runs.</summary>
    public Launch LaunchOfProbe(ServiceCommand command) => Container is null ? LaunchOf(command) : LaunchOf(command) with { Command = ContainerKeys.Asking(command) };

    /// <summary>How a program starts there.</summary>
    public Launch LaunchOf(ServiceCommand command, LogPolicy? log = null) =>
        command.ToLaunch(Folder, Variables, Venv, log ?? LogPolicy.Default) with { Credentials = Credentials };
}
