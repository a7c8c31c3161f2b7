using Baton.Contracts;
namespace Baton.Cli.Tests.Support;

/// <summary>The port, doing what the test says.</summary>
internal sealed class ScriptedOffline : IOffline
{
    public Func<UpOptions, Action<DaemonReady>, CancellationToken, CancellationToken, Task<int>>? Daemon { get; init; }

    public Func<UpOptions, DaemonReady>? Detached { get; init; }

    public List<string> Checks { get; } = [];

    public int CheckCode { get; init; }

    public int Check(CheckOptions options, TextWriter output, TextWriter errors, bool json)
    {
        Checks.Add($"{options.ConfigOrFolder ?? "-"} {options.BaseDirectory ?? "-"} {json} [{string.Join(' ', options.Services)}] {options.IsTesting}");
        output.Write("checked\n");
        errors.Write("baton.toml:1:1: wrong\n");
        return CheckCode;
    }

    public Func<string?, PlanRecord>? Planned { get; init; }

    public PlanRecord Plan(string? config) => Planned!(config);

    public Func<IReadOnlyList<string>, GraphRecord>? Graphed { get; init; }

    public GraphRecord Graph(IReadOnlyList<string> names) => Graphed!(names);

    public Func<string, LaunchRecord>? Launched { get; init; }

    public LaunchRecord Launch(string service) => Launched!(service);

    public int? Leftover { get; init; }

    public int? LeftoverOf(string service) => Leftover;

    /// <summary>What was become or run, and how.</summary>
    public List<(string How, LaunchRecord What)> Programs { get; } = [];

    public int ProgramCode { get; init; }

    public void Become(LaunchRecord launch) => Programs.Add(("become", launch));

    public int RunForeground(LaunchRecord launch)
    {
        Programs.Add(("run", launch));
        return ProgramCode;
    }

    public IReadOnlyList<string> Running { get; init; } = [];

    public IReadOnlyList<string> Projects() => Running;

    public IReadOnlyList<FindingRecord> Findings { get; init; } = [];

    public IReadOnlyList<FindingRecord> Examine(string? folder) => Findings;

    public Func<UnitWish, SystemdUnit>? Units { get; init; }

    public SystemdUnit Unit(UnitWish wish) => Units!(wish);

    public string? Schema(string format) => format == "native" ? "{}\n" : null;

    public Task<int> RunDaemonAsync(UpOptions options, Action<DaemonReady> whenReady, CancellationToken stop, CancellationToken kill) =>
        Daemon!(options, whenReady, stop, kill);

    public Task<DaemonReady> StartDetachedAsync(UpOptions options, CancellationToken ct) => Task.FromResult(Detached!(options));

    public List<string> Enablings { get; } = [];

    public Func<EnabledOffline> Enabled { get; init; } = () => new EnabledOffline(["web", "db"], null);

    public EnabledOffline Enable(string stateDirectory, IReadOnlyList<string> names, bool isEnabled)
    {
        Enablings.Add($"{Path.GetFileName(stateDirectory)} {isEnabled} {string.Join(' ', names)}");
        return Enabled();
    }

    public Func<string, bool, Action<IReadOnlyList<ServiceRecord>>, Task<DownRecord?>>? Left { get; init; }

    public Task<DownRecord?> EndLeftAsync(string stateDirectory, bool isKill, Action<IReadOnlyList<ServiceRecord>> waitingFor) =>
        Left?.Invoke(stateDirectory, isKill, waitingFor) ?? Task.FromResult<DownRecord?>(null);
}
