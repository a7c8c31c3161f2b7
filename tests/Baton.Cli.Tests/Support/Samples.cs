using System.Text.Json;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests.Support;

/// <summary>Records as a daemon gives them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new ManualTime().Origin;

    public static ServiceRecord Service(string name, string state = ServiceStates.Running) => new()
    {
        Name = name,
        State = state,
        Ready = state == ServiceStates.Running,
        Desired = state != ServiceStates.Stopped,
        Run = 1,
        Restarts = 0,
        Failures = 0,
        Since = Now - TimeSpan.FromSeconds(3),
        DependsOn = [],
        Groups = [],
        Enabled = true,
        Autostart = true,
    };

    public static IReadOnlyList<ServiceRecord> Studio =>
    [
        Service("web") with
        {
            Run = 2, Pid = 4711, StartedAt = Now - TimeSpan.FromSeconds(123), Restarts = 1, ExitSignal = "SIGKILL", CpuPercent = 12.34, MemoryBytes = 12_900_000,
        },
        Service("database") with { Pid = 99, Ready = false, StartedAt = Now - TimeSpan.FromDays(2.5), CpuPercent = 0, MemoryBytes = 900 },
        Service("migrate", ServiceStates.Completed) with { ExitCode = 0 },
        Service("worker", ServiceStates.Failed) with { Run = 11, Restarts = 10, ExitCode = 3, Reason = "10 failures in a row" },
        Service("camera", ServiceStates.Backoff) with { Run = 4, Restarts = 3, ExitCode = 1 },
        Service("api", ServiceStates.Stopped) with { Run = 0 },
    ];

    public static SystemRecord System(FakeDaemon daemon, int pid) => new()
    {
        Version = "0.1.0",
        Pid = pid,
        StateDirectory = daemon.StateDirectory,
        Listen = [daemon.SocketPath],
        StartedAt = Now,
        State = "running",
        Degraded = ["no cgroup v2"],
    };

    public static string Json(params ServiceRecord[] services) => Page(services);

    public static string Page(IReadOnlyList<ServiceRecord> services) =>
        JsonSerializer.Serialize(new Page<ServiceRecord>(services, null), WireJson.Default.PageServiceRecord);

    public static string Result(IReadOnlyList<ServiceRecord> services, IReadOnlyList<ServiceRecord> also) =>
        JsonSerializer.Serialize(new ServicesResult(services, also), WireJson.Default.ServicesResult);

    public static string Json(SystemRecord system) => JsonSerializer.Serialize(system, WireJson.Default.SystemRecord);

    public static string Problem(string code, string detail) =>
        JsonSerializer.Serialize(new Problem { Error = "short", Detail = detail, Code = code, RequestId = "1" }, WireJson.Default.Problem);

    public static LogLine Line(string service, string text, string stream = "stdout") => new(service, 1, Now, stream, text);

    public static string Lines(params LogLine[] lines) => JsonSerializer.Serialize(lines, WireJson.Default.IReadOnlyListLogLine);

    public static string LinesPage(string? next, params LogLine[] lines) =>
        JsonSerializer.Serialize(new Page<LogLine>(lines, next), WireJson.Default.PageLogLine);

    public static string Event(long seq, string subject, string what, string? detail = null) =>
        JsonSerializer.Serialize(new EventRecord(seq, Now, subject, what, null, detail), WireJson.Default.EventRecord);
}
