using System.Text.Json;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>A folder with a manifest, and the real program in it. Disposing ends its daemon and checks that nothing of it is left.</summary>
internal sealed class Project : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _mark;

    public Project(string manifest)
    {
        // Every process of this project carries it, whatever it does to its parent, session or output.
        _mark = $"PROJECT_MARK={Guid.NewGuid():N}";
        _folder.Write("baton.toml", manifest.Replace("{mark}", _mark.Split('=')[1], StringComparison.Ordinal));
    }

    public string Path => _folder.Path;

    public string this[string name] => _folder[name];

    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Runs a command to its end.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RunningProgram.RunAsync(TestPrograms.Baton, arguments, Path);

    /// <summary>Starts a command and goes on.</summary>
    public RunningProgram Start(string[] arguments, bool readsOutput = true) => RunningProgram.Start(TestPrograms.Baton, arguments, Path, readsOutput);

    /// <summary>Starts the daemon in the background.</summary>
    public async Task UpAsync()
    {
        var (exitCode, output, errors) = await RunAsync("up", "-d", "--listen", "none");
        Assert.True(exitCode == 0, $"up -d ended with {exitCode}: {output}{errors}");
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
        using var patience = new CancellationTokenSource(Eventually.Limit, TimeProvider.System);
        while (!patience.IsCancellationRequested)
        {
            if ((await ServicesAsync()).TryGetValue(service, out var found) && isSo(found)) return found;
        }

        throw new Xunit.Sdk.XunitException($"{service} did not become as wanted: {what}; it is {(await ServicesAsync())[service]}");
    }

    /// <summary>Processes of this project that live now.</summary>
    public IReadOnlyList<int> Processes() => ProcessTable.WithEnvironment(_mark);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down", "--kill");
        foreach (var pid in Processes()) ProcessTable.Signal(pid, 9);
        await Eventually.HoldsAsync(() => Processes().Count == 0, "the project's processes to be gone");
        _folder.Dispose();
    }
}
