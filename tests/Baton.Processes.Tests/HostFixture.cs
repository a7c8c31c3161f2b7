using Baton.Processes.Guardian;
using Baton.Processes.Hosting;
using Baton.Processes.Tests.Guardian;
using Baton.TestKit;

namespace Baton.Processes.Tests;

/// <summary>A host on a state directory of its own, with shortcuts for what tests do all the time. Ends all it started.</summary>
internal sealed class HostFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly GuardianSession? _session;

    public HostFixture(bool useCgroups = true, TimeProvider? time = null, bool isGuarded = false)
    {
        time ??= TimeProvider.System;
        if (!isGuarded)
        {
            Host = InProcessHost.Start(OptionsOf(State, useCgroups), Events, time);
            return;
        }

        // Guardian and daemon in one process: the socket between them is as real as ever.
        (_session, var host) = Guarded.Connect(new GuardianCore(time), time);
        Assert.True(host.OpenAsync(State, useCgroups, Events).Wait(Eventually.Limit));
        Assert.True(host.RegisterAsync(["svc"]).Wait(Eventually.Limit));
        Host = host;
    }

    public EventLog Events { get; } = new();

    public IProcessHost Host { get; }

    /// <summary>The state directory.</summary>
    public string State => _folder.Path;

    public static ProcessHostOptions OptionsOf(string state, bool useCgroups) => new() { StateDirectory = state, UseCgroups = useCgroups };

    public static Launch LaunchOf(params string[] command) => new()
    {
        Command = command,
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin", ["LANG"] = "C.UTF-8" },
    };

    /// <summary>Sends a spawn of a shell script.</summary>
    public RunId Shell(string script, string service = "svc", int run = 1) => Spawn(LaunchOf("/bin/bash", "-c", script), service, run);

    public RunId Spawn(Launch what, string service = "svc", int run = 1)
    {
        var id = new RunId(service, run);
        Host.Send(new ProcessCommand.Spawn(id, what));
        return id;
    }

    public void Kill(RunId id) => Host.Send(new ProcessCommand.Kill(id));

    public void Terminate(RunId id, int signal = 15) => Host.Send(new ProcessCommand.Terminate(id, signal));

    public async Task<int> SpawnedAsync(RunId id) => (await Events.FirstAsync<ProcessEvent.Spawned>(e => e.Id == id)).Pid;

    /// <summary>A path in the test's own folder, beside the host's state.</summary>
    public string this[string name] => _folder[name];

    /// <inheritdoc cref="TemporaryFolder.NumberInAsync"/>
    public Task<int> NumberInAsync(string name) => _folder.NumberInAsync(name);

    public async ValueTask DisposeAsync()
    {
        Assert.False(Host.Failed.IsCompleted, Host.Failed.Exception?.ToString());
        await Host.CloseAsync();
        await Host.DisposeAsync();
        _session?.Dispose();
        _folder.Dispose();
    }
}
