using Baton.Processes;
using Baton.Runtime.Instances;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>Instances as definitions of services.</summary>
internal static class InstanceServices
{
    /// <summary>The group that all of them are in.</summary>
    public const string Group = "instance";

    private const int Interrupt = 2;

    private static readonly ServicePolicy Policy = new() { Restart = RestartMode.Never, StopSignal = Interrupt, StopTimeout = TimeSpan.FromMilliseconds(100) };

    /// <summary>The service that an instance is: never started by itself, and with its own way to be stopped.</summary>
    public static ServiceDefinition Of(InstanceProcess process, InstanceSurroundings surroundings) => new()
    {
        Name = process.Id.ToString(),
        IsDynamic = true,
        IsAutostarted = false,
        Groups = [Group],
        Description = process.Path,
        Launch = new Launch
        {
            Command = [process.Path],
            WorkingDirectory = surroundings.Folder,
            Environment = new Dictionary<string, string>(surroundings.Inherited()) { ["VEECLE_IPC_SOCKET"] = process.IpcSocket, ["VEECLE_RUNTIME_ID"] = process.Id.ToString() },
            UsesShell = false,
        },
        Policy = Policy,
    };

    /// <summary>Those of which nothing is known any more but that they live: how they are stopped. Names that are no ids are left out.</summary>
    /// <param name="names">Names of services that no manifest speaks of.</param>
    public static IReadOnlyList<ServiceDefinition> Departed(IEnumerable<string> names) => [.. names
        .Where(name => InstanceId.TryParse(name, out var id) && id.ToString() == name).Distinct()
        .Select(name => new ServiceDefinition { Name = name, Launch = new Launch { Command = ["(an instance)"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() }, Policy = Policy })];
}
