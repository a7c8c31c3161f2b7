using System.Globalization;
using Baton.Cli;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Core;
using Baton.Daemon;
using Baton.Daemon.Doctor;
using Baton.Daemon.Installing;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Processes.Accounts;
using Baton.Processes.Guardian;
using Baton.Processes.Spawning;

namespace Baton;

/// <summary>Fills the command line's port with the daemon. The only place that knows both.</summary>
internal sealed class Composition : IOffline
{
    /// <inheritdoc/>
    public int Check(CheckOptions options, TextWriter output, TextWriter errors, bool json)
    {
        var isFile = File.Exists(options.ConfigOrFolder);
        var wanted = new DaemonOptions(isFile ? null : options.ConfigOrFolder, isFile ? options.ConfigOrFolder : null, options.BaseDirectory,
            State: null, Listen: null, Empty: false, options.Services, options.IsTesting);
        var (locations, manifest) = Told(() =>
        {
            var found = Locations.Find(wanted, Environment.CurrentDirectory);
            return (found, ServiceManifest.Read(found, new ManifestChoice(options.Services, options.IsTesting)));
        });
        if (json) output.WriteLine(CheckReport.Of(locations, manifest).ToJson());
        else if (manifest.Problems.Count == 0) Print(locations, manifest, output, errors);
        else foreach (var line in manifest.ProblemLines) errors.WriteLine(line);
        return manifest.Problems.Count == 0 ? 0 : 1;
    }

    /// <inheritdoc/>
    public PlanRecord Plan(string? config) => Told(() => OfflinePlan.Of(config));

    /// <inheritdoc/>
    public GraphRecord Graph(IReadOnlyList<string> names) => Told(() => OfflineGraph.Of(names));

    /// <inheritdoc/>
    public LaunchRecord Launch(string service) => Told(() => OfflineLaunch.Of(service));

    /// <inheritdoc/>
    public int? LeftoverOf(string service) => Told(() => OfflineLaunch.LeftoverOf(service));

    /// <inheritdoc/>
    public void Become(LaunchRecord launch) => Told(() =>
    {
        CheckUser(launch);
        ForegroundProgram.Become(LaunchRecords.ToLaunch(launch));
        return 0;
    });

    /// <inheritdoc/>
    public int RunForeground(LaunchRecord launch) => Told(() =>
    {
        CheckUser(launch);
        return ForegroundProgram.Run(LaunchRecords.ToLaunch(launch));
    });

    /// <inheritdoc/>
    public IReadOnlyList<string> Projects() => ProjectRegistry.Held(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));

    /// <inheritdoc/>
    public IReadOnlyList<FindingRecord> Examine(string? folder) => Examination.Of(folder, TimeProvider.System);

    /// <inheritdoc/>
    public SystemdUnit Unit(UnitWish wish) => Told(() =>
    {
        var unit = UnitPlan.Of(wish.Folder, wish.IsForUser, wish.Name, UnitSurroundings.Present());
        return new SystemdUnit(unit.Name, unit.Path, unit.Text, Directory.Exists("/run/systemd/system"));
    });

    /// <inheritdoc/>
    public string? Schema(string format) => WholeSchema.Of(format);

    /// <inheritdoc/>
    public async Task<int> RunDaemonAsync(UpOptions options, Action<DaemonReady> whenReady, CancellationToken stop, CancellationToken kill)
    {
        // As with an option that looks like another: the program begins with the guardian, if it can tell at its first word.
        if (GuardianProcess.IsMissing) return GuardianProcess.RunOrSay(OwnArguments());
        try
        {
            return await BatonDaemon.RunAsync(ToDaemon(options), GuardianHost.Connect(TimeProvider.System), ready => whenReady(ToCli(ready)), stop, kill);
        }
        catch (BatonException e)
        {
            throw ToCli(e);
        }
    }

    /// <inheritdoc/>
    public async Task<DaemonReady> StartDetachedAsync(UpOptions options, CancellationToken ct)
    {
        try
        {
            return ToCli(await DetachedDaemon.StartAsync(ToDaemon(options), ct));
        }
        catch (BatonException e)
        {
            throw ToCli(e);
        }
    }

    /// <inheritdoc/>
    public EnabledOffline Enable(string stateDirectory, IReadOnlyList<string> names, bool isEnabled) => Told(() =>
    {
        var (services, problem) = OfflineEnabling.Set(stateDirectory, names, isEnabled);
        return new EnabledOffline(services, problem);
    });

    /// <inheritdoc/>
    public async Task<DownRecord?> EndLeftAsync(string stateDirectory, bool isKill, Action<IReadOnlyList<ServiceRecord>> waitingFor)
    {
        try
        {
            var who = string.Create(CultureInfo.InvariantCulture, $"uid {SystemAccounts.OwnUser} (baton down)");
            return await OfflineDown.RunAsync(stateDirectory, isKill, who, services => waitingFor([.. services.Select(ServiceRecords.Of)]));
        }
        catch (BatonException e)
        {
            throw ToCli(e);
        }
    }

    /// <summary>Root may ask every daemon, but what a service may do is no more for that.</summary>
    private static void CheckUser(LaunchRecord launch)
    {
        if (launch.User is not null || launch.DaemonUid == SystemAccounts.OwnUser) return;
        throw new BatonException(ErrorCode.Forbidden,
            string.Create(CultureInfo.InvariantCulture, $"service \"{launch.Name}\" runs as uid {launch.DaemonUid} and this would run as uid {SystemAccounts.OwnUser}; say it as that user"));
    }

    private static string[] OwnArguments() => Environment.GetCommandLineArgs()[1..];

    private static T Told<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (BatonException e)
        {
            throw ToCli(e);
        }
    }

    private static void Print(Locations locations, ServiceManifest manifest, TextWriter output, TextWriter errors)
    {
        foreach (var warning in CheckReport.WarningsOf(manifest)) errors.WriteLine($"baton: warning: {warning}");
        output.WriteLine($"{locations.ManifestAsTyped}: good, {string.Join(", ", Counted(manifest))}");
    }

    private static IEnumerable<string> Counted(ServiceManifest manifest)
    {
        yield return Counted(manifest.Services.Count, "service");
        if (manifest.Health.Monitors.Count is > 0 and var monitors) yield return Counted(monitors, "monitor");
        if (manifest.Routes.Routes.Count is > 0 and var routes) yield return Counted(routes, "route");
        if (manifest.Health.Maintenance.All.Count is > 0 and var windows) yield return Counted(windows, "maintenance window");
    }

    private static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static DaemonOptions ToDaemon(UpOptions o) => new(o.Folder, o.Config, o.BaseDirectory, o.State, o.Listen, o.Empty, o.Services, o.IsTesting)
    {
        IsLogJson = o.IsLogJson,
        Runtime = new RuntimeWishes(o.ControlSocket, o.IpcSocket, o.TelemetrySocket, o.Peers, o.IsControlInsecure),
    };

    private static DaemonReady ToCli(DaemonReadiness ready) => new(ready.SocketPath, ready.StateDirectory, ready.Pid, ready.Degraded) { Addresses = ready.Addresses, HoldEnd = ready.HoldEnd };

    private static CommandException ToCli(BatonException e) => new(ProblemStatus.Of(e.Code).Code, e.Message, e);
}
