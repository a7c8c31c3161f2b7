using Baton.Processes.Hosting;
using Baton.TestKit;

namespace Baton.Processes.Tests;

/// <summary>A host on a state directory of its own, with shortcuts for what tests do all the time. Ends all it started.</summary>
internal sealed class HostFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public HostFixture(bool useCgroups = true, TimeProvider? time = null) =>
        Host = InProcessHost.Start(OptionsOf(State, useCgroups), Events, time ?? TimeProvider.System);

    public EventLog Events { get; } = new();

    public InProcessHost Host { get; }

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
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}
