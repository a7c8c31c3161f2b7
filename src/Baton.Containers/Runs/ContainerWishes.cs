using System.Globalization;
using Baton.Containers.Engine;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>What the engine is asked for, from what a service is to be.</summary>
internal static class ContainerWishes
{
    private const double NanosecondsPerProcessor = 1e9;

    /// <summary>The container of a run.</summary>
    public static ContainerWish Of(Launch launch, IReadOnlyDictionary<string, string> labels)
    {
        var what = launch.Container!;
        var ports = what.Ports.Count == 0 ? null : what.Ports.GroupBy(KeyOf).ToDictionary(group => group.Key, group => (IReadOnlyList<PortWish>)[.. group.Select(WishOf)]);
        return new ContainerWish(what.Image, launch.Command.Count > 0 ? launch.Command : null, what.Entrypoint, [.. launch.Environment.Select(entry => $"{entry.Key}={entry.Value}")], labels)
        {
            User = what.User,
            WorkingDir = what.WorkingDirectory,
            ExposedPorts = ports?.ToDictionary(entry => entry.Key, _ => new EmptyObject()),
            HostConfig = new HostWish
            {
                Mounts = [.. what.Volumes.Select(volume => new MountWish("bind", volume.Source, volume.Target, volume.IsReadOnly))],
                PortBindings = ports,
                NetworkMode = what.Network,
                Memory = launch.Limits?.Memory,
                NanoCpus = launch.Limits?.Cpu is { } cpu ? (long)(cpu * NanosecondsPerProcessor) : null,
                PidsLimit = launch.Limits?.Pids,
                Ulimits = launch.Limits is { } limits ? UlimitsOf(limits) : null,
            },
        };
    }

    private static string KeyOf(PublishedPort port) => string.Create(CultureInfo.InvariantCulture, $"{port.Inside}/{port.Protocol}");

    private static PortWish WishOf(PublishedPort port) => new(port.Address, port.Host.ToString(CultureInfo.InvariantCulture));

    private static List<UlimitWish>? UlimitsOf(ResourceLimits limits)
    {
        (string Name, long? Value)[] all = [("nofile", limits.OpenFiles), ("nproc", limits.UserProcesses), ("core", limits.Core), ("fsize", limits.FileSize), ("stack", limits.Stack)];
        List<UlimitWish> wishes = [.. all.Where(limit => limit.Value is not null).Select(limit => new UlimitWish(limit.Name, limit.Value!.Value, limit.Value.Value))];
        return wishes.Count > 0 ? wishes : null;
    }
}
