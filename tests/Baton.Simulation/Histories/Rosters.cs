using Baton.Core;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.World;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Hooks;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Simulation.Histories;

/// <summary>Manifests, made up.</summary>
internal static class Rosters
{
    public static readonly string[] Devices = ["/dev/arm", "/dev/eye"];

    public static readonly string[] Names = ["db", "job", "bus", "api", "cam", "web"];

    /// <summary>Names of the replicas that there may be, of a service on which some depend and which depends on none.</summary>
    public static readonly string[] Replicas = ["pool.1", "pool.2", "pool.3", "pool.4"];

    /// <summary>The same manifest with another number of replicas.</summary>
    /// <param name="set">The manifest.</param>
    /// <param name="dice">Of the history; who depends on the replicas is the same each time.</param>
    /// <param name="count">How many.</param>
    public static ServiceSet Scale(ServiceSet set, Dice dice, int count)
    {
        var names = Replicas.Take(count).ToList();
        var known = set.Services.Where(service => service.Replica is not null).ToDictionary(service => service.Name);
        var pool = names.Select(name => known.GetValueOrDefault(name) ?? MakeService(name, [], dice.For("service", name)) with { Replica = ServiceReplica.Parse(name) });
        var others = set.Services.Where(service => service.Replica is null).Select(service => dice.For("pool", service.Name).Is(0.5)
            ? service with { DependsOn = [.. names, .. service.DependsOn.Except(Replicas)], RestartWith = [.. service.RestartWith.Except(Replicas).Concat(dice.For("bound", service.Name).Is(0.3) ? names : [])] }
            // It may depend on single ones, which must be there.
            : service with { DependsOn = [.. service.DependsOn.Except(Replicas.Except(names))], RestartWith = [.. service.RestartWith.Except(Replicas.Except(names))] });
        return set with { Services = [.. pool, .. others], Replicas = [new ReplicaSet("pool", count, 1)] };
    }

    /// <summary>A first manifest.</summary>
    public static ServiceSet Make(Dice dice)
    {
        var services = new List<ServiceDefinition>();
        foreach (var name in Names.Take(3 + dice.Below(4))) services.Add(MakeService(name, services, dice.For("service", name)));
        return new ServiceSet(services, []) { Replicas = [new ReplicaSet("pool", 0, 1)] };
    }

    /// <summary>The same manifest after somebody has edited it.</summary>
    public static ServiceSet Edit(ServiceSet set, Dice dice)
    {
        var services = set.Services.ToList();
        var at = dice.Below(services.Count);
        var missing = Names.Where(name => services.TrueForAll(service => service.Name != name)).ToList();
        if (missing.Count > 0 && dice.Is(0.3))
        {
            services.Add(MakeService(missing[0], services, dice));
        }
        else if (services.Count(service => service.Replica is null) > 2 && dice.Is(0.3))
        {
            var gone = services[at].Name;
            services.RemoveAt(at);
            services = [.. services.Select(service => service with
            {
                DependsOn = [.. service.DependsOn.Where(name => name != gone)],
                RestartWith = [.. service.RestartWith.Where(name => name != gone)],
            })];
        }
        else
        {
            services[at] = dice.Is(0.5)
                ? services[at] with { Launch = LaunchOf($"other{dice.Below(1000)}") }
                : services[at] with { Policy = services[at].Policy with { StopTimeout = TimeSpan.FromSeconds(1 + dice.Below(8)), MaxFailures = 3 + dice.Below(5) } };
        }

        return set with { Services = services };
    }

    /// <summary>These and all that they depend on, directly or not.</summary>
    public static HashSet<string> WithDependencies(ServiceSet set, IEnumerable<string> names)
    {
        var all = names.ToHashSet();
        // Dependencies come first in the manifest, but for later edits, which keep the order.
        for (var i = set.Services.Count - 1; i >= 0; i--) if (all.Contains(set.Services[i].Name)) all.UnionWith(set.Services[i].DependsOn);
        return all;
    }

    /// <summary>These and all that depend on them, directly or not.</summary>
    public static HashSet<string> WithDependents(ServiceSet set, IEnumerable<string> names)
    {
        var all = names.ToHashSet();
        foreach (var service in set.Services) if (service.DependsOn.Any(all.Contains)) all.Add(service.Name);
        return all;
    }

    private static ServiceDefinition MakeService(string name, List<ServiceDefinition> before, Dice dice)
    {
        var isOneShot = Machine.IsOneShot(name);
        IReadOnlyList<string> dependsOn = [.. before.Where(_ => dice.Is(0.4)).Select(service => service.Name).Take(2)];
        var hasReadiness = !isOneShot && dice.Is(0.5);
        var timing = new ProbeTiming { InitialDelay = TimeSpan.FromSeconds(dice.Below(2)), Interval = TimeSpan.FromSeconds(dice.OneOf(1, 5, 10)), FailureThreshold = 2 };
        var (pre, post, stop) = (dice.Is(0.12), dice.Is(0.12), dice.Is(0.12));
        return new ServiceDefinition
        {
            Name = name,
            Launch = LaunchOf(name),
            DependsOn = dependsOn,
            Conditions = dependsOn.Where(_ => dice.Is(0.25)).ToDictionary(on => on, on => Machine.IsOneShot(on) ? DependencyCondition.Succeeded : DependencyCondition.Started),
            RestartWith = [.. dependsOn.Where(_ => dice.Is(0.25))],
            RequiresDevices = dice.Is(0.3) ? [Devices[dice.Below(Devices.Length)]] : [],
            IsAutostarted = dice.Is(0.9),
            Port = dice.Is(0.2) ? 8000 : null,
            Probes = new ServiceProbes(
                Readiness: hasReadiness ? new ServiceProbe(new ProbeSpec.Tcp("127.0.0.1", DaemonProbing.ReadinessPort), timing) : null,
                Liveness: !isOneShot && dice.Is(0.3) ? new ServiceProbe(new ProbeSpec.Tcp("127.0.0.1", DaemonProbing.LivenessPort), timing) : null),
            Hooks = new ServiceHooks(pre ? LaunchOf("pre") : null, post ? LaunchOf("post") : null, stop ? LaunchOf("stop") : null) { PreStartTimeout = TimeSpan.FromSeconds(20) },
            Policy = MakePolicy(dice) with { IsOneShot = isOneShot, HasReadiness = hasReadiness, HasPreStart = pre, HasPostStop = post, HasStopCommand = stop },
        };
    }

    private static ServicePolicy MakePolicy(Dice dice) => new()
    {
        Restart = dice.OneOf(RestartMode.OnFailure, RestartMode.OnFailure, RestartMode.Always, RestartMode.Always, RestartMode.Always, RestartMode.Never),
        Backoff = new Backoff(TimeSpan.FromSeconds(dice.OneOf(0, 1, 5)), 2, TimeSpan.FromSeconds(20), 0.2),
        MaxFailures = dice.Is(0.3) ? null : 3 + dice.Below(6),
        MaxRestarts = dice.Is(0.2) ? 4 : null,
        StableAfter = TimeSpan.FromSeconds(10 + dice.Below(40)),
        FailedRetry = dice.Is(0.15) ? null : TimeSpan.FromSeconds(20 + dice.Below(70)),
        Cooldown = TimeSpan.FromSeconds(dice.OneOf(0, 0, 0, 15)),
        StartupTimeout = TimeSpan.FromSeconds(25 + dice.Below(20)),
        OnDeviceLoss = dice.Is(0.3) ? DeviceLossMode.OnReconnect : DeviceLossMode.Immediate,
        StopTimeout = TimeSpan.FromSeconds(dice.OneOf(0, 2, 5, 5, 10)),
    };

    private static Launch LaunchOf(string program) => new() { Command = [program], WorkingDirectory = "/", Environment = new Dictionary<string, string>() };
}
