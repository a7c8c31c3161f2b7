using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>A folder with a manifest, and the real program in it. Disposing ends its daemon and checks that nothing of it is left.</summary>
internal sealed partial class Project : IAsyncDisposable
{
    /// <summary>Limit for what takes seconds on an idle machine, as a login shell and the services of the examples do.</summary>
    public static readonly TimeSpan Patience = Eventually.Limit * 3;

    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = $"PROJECT_MARK={Guid.NewGuid():N}";
    // Login files of whoever runs the tests can take many seconds (some wait for a lock), so that home is the folder. In the older formats
    // the daemon carries the mark, too, and hands it to all services: their manifest need not.
    private readonly string[] _handedOn;

    public Project(string manifest)
    {
        _handedOn = [$"HOME={_folder.Path}"];
        // Every process of this project carries the mark, whatever it does to its parent, session or output.
        _folder.Write("baton.toml", manifest.Replace("{mark}", _mark.Split('=')[1], StringComparison.Ordinal));
    }

    private Project(string name, string manifest)
    {
        _handedOn = [_mark, $"HOME={_folder.Path}"];
        _folder.Write(name, manifest.Replace("{folder}", Path, StringComparison.Ordinal));
    }

    /// <summary>A folder with a watchdog's <c>orchestrator/services.toml</c>; <c>{folder}</c> in it is the folder.</summary>
    public static Project Watchdog(string manifest) => new("orchestrator/services.toml", manifest);

    /// <summary>A folder with a robot's <c>omega_services/service_registry.json</c>, of which these are the entries.</summary>
    public static Project Robot(string entries) => new("omega_services/service_registry.json", $"{{ \"version\": \"1.0\", \"services\": [ {entries} ] }}");

    private Project(string[] replacements, string example)
    {
        _handedOn = [_mark, $"HOME={_folder.Path}"];
        var source = Repository.File($"examples/{example}");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var name = System.IO.Path.GetRelativePath(source, file);
            if (name.StartsWith(".baton", StringComparison.Ordinal)) continue;
            var text = File.ReadAllText(file);
            for (var i = 0; i < replacements.Length; i += 2) text = text.Replace(replacements[i], replacements[i + 1], StringComparison.Ordinal);
            File.SetUnixFileMode(_folder.Write(name, text), File.GetUnixFileMode(file));
        }
    }

    /// <summary>A copy of one of the examples, whose devices lie in <c>dev/</c> and whose ports are free ones.</summary>
    /// <param name="example">Its folder.</param>
    /// <param name="devices">Where its devices lie for people.</param>
    /// <param name="ports">Its ports, each of which is replaced by a free one.</param>
    public static Project Example(string example, string devices, params string[] ports)
    {
        var free = ports.Select(_ => FreePort().ToString(CultureInfo.InvariantCulture)).ToList();
        var project = new Project([.. ports.Zip(free).SelectMany(pair => new[] { pair.First, pair.Second })], example) { Ports = free };
        foreach (var file in Directory.EnumerateFiles(project.Path, "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            if (text.Contains(devices, StringComparison.Ordinal)) File.WriteAllText(file, text.Replace(devices, project["dev"], StringComparison.Ordinal));
        }

        return project;
    }

    /// <summary>The ports of an example, in the order they were named.</summary>
    public IReadOnlyList<string> Ports { get; private init; } = [];

    public string Path => _folder.Path;

    /// <summary>What stands for <c>{mark}</c> in manifests.</summary>
    public string Mark => _mark.Split('=')[1];

    public string this[string name] => _folder[name];

    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs a command to its end.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) => ProcessTable.IsAlive(_onSmallDisk)
        ? RunningProgram.RunAsync("/usr/bin/env", [.. BesideSmallDisk(), TestPrograms.Baton, .. arguments], Path, _handedOn)
        : RunningProgram.RunAsync(TestPrograms.Baton, arguments, Path, _handedOn);

    /// <summary>Starts a command and goes on.</summary>
    public RunningProgram Start(string[] arguments, bool readsOutput = true) => RunningProgram.Start(TestPrograms.Baton, arguments, Path, readsOutput, _handedOn);

    /// <summary>Starts the daemon in the background.</summary>
    public async Task UpAsync(string listen = "none")
    {
        var (exitCode, output, errors) = await RunAsync("up", "-d", "--listen", listen);
        Assert.True(exitCode == 0, $"up -d ended with {exitCode}: {output}{errors}");
    }

    /// <summary>Process of the present daemon; that of its guardian stands in the state directory.</summary>
    public async Task<int> DaemonAsync()
    {
        var (exitCode, output, errors) = await RunAsync("version", "-o", "json");
        Assert.True(exitCode == 0, $"version ended with {exitCode}: {errors}");
        using var document = JsonDocument.Parse(output);
        return document.RootElement.GetProperty("daemon").GetProperty("pid").GetInt32();
    }

    /// <summary>The services as <c>ps -o json</c> tells them.</summary>
    public async Task<Dictionary<string, JsonElement>> ServicesAsync()
    {
        var (exitCode, output, errors) = await RunAsync("ps", "-o", "json");
        Assert.True(exitCode == 0, $"ps ended with {exitCode}: {errors}");
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone().EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!);
    }

    /// <summary>One service, once it is as wanted.</summary>
    public async Task<JsonElement> UntilAsync(string service, Func<JsonElement, bool> isSo, string what)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!patience.IsCancellationRequested)
        {
            if ((await ServicesAsync()).TryGetValue(service, out var found) && isSo(found)) return found;
            // Each look is a process: where many tests run at once, they would keep each other from what they wait for.
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new Xunit.Sdk.XunitException($"{service} did not become as wanted: {what}; it is {(await ServicesAsync())[service]}");
    }

    /// <summary>One service, once it has this state.</summary>
    public Task<JsonElement> UntilStateAsync(string service, string state) =>
        UntilAsync(service, s => s.GetProperty("state").GetString() == state, state);

    /// <summary>One service, once a run after this one is ready.</summary>
    public Task<JsonElement> UntilReadyAfterAsync(string service, int run) =>
        UntilAsync(service, s => s.GetProperty("run").GetInt32() > run && s.GetProperty("ready").GetBoolean(), $"a run after {run} that is ready");

    /// <summary>Sends a signal to the process of a service that is ready; its run.</summary>
    public async Task<int> SignalAsync(string service, int signal)
    {
        var before = await UntilReadyAfterAsync(service, 0);
        ProcessTable.Signal(before.GetProperty("pid").GetInt32(), signal);
        return before.GetProperty("run").GetInt32();
    }

    /// <summary>The log of a service holds a text.</summary>
    public Task UntilLogAsync(string service, string text) =>
        Eventually.HoldsAsync(() => UpAndDownTests.LogHolds(this, service, text), $"\"{text}\" in the log of {service}", Patience);

    /// <summary>Ends everything with <c>down</c>; nothing is left then.</summary>
    public async Task DownAsync()
    {
        var (exitCode, _, errors) = await RunAsync("down");
        Assert.True(exitCode == 0, errors);
        Assert.Empty(Processes());
    }

    /// <summary>Processes of this project that live now.</summary>
    public IReadOnlyList<int> Processes()
    {
        var marked = ProcessTable.WithEnvironment(_mark);
        // Those that Baton started.
        return _handedOn is null || marked.Count == 0 ? marked : [.. marked.Intersect(ProcessTable.WithEnvironment("BATON_RUN="))];
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down", "--kill");
        foreach (var pid in Processes()) ProcessTable.Signal(pid, 9);
        await Eventually.HoldsAsync(() => Processes().Count == 0, "the project's processes to be gone");
        _folder.Dispose();
    }

    /// <summary>A port that nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return ((IPEndPoint)taken.LocalEndpoint).Port;
    }
}
