using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Baton.TestKit;

namespace Baton.Dashboard.Tests;

/// <summary>A folder with a manifest, and the real program at work in it. Disposing ends it and checks that nothing of it is left.</summary>
public sealed class Project : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = $"PROJECT_MARK={Guid.NewGuid():N}";
    private readonly string[] _variables;

    private Project(string manifest, string[] variables)
    {
        // Every process of this project carries the mark, whatever it does to its parent, session or output.
        _variables = [_mark, $"HOME={_folder.Path}", .. variables];
        Folder = _folder.Path;
        if (manifest.Length > 0) _folder.Write("baton.toml", manifest.Replace("{folder}", _folder.Path, StringComparison.Ordinal));
    }

    /// <summary>Where the dashboard is: <c>http://127.0.0.1:PORT</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Process of the daemon, as <see cref="LookAsync"/> found it; 0 before that.</summary>
    public int Daemon { get; private set; }

    private string Folder { get; set; }

    public string this[string name] => _folder[name];

    /// <summary>Starts the program with a manifest, in which <c>{folder}</c> is its folder.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="variables">Variables for it, each as <c>NAME=text</c>.</param>
    public static Task<Project> UpAsync(string manifest, params string[] variables) => UpAsync(new Project(manifest, variables));

    /// <summary>The same with files beside the manifest, that only their owner may read.</summary>
    public static Task<Project> UpAsync(string manifest, (string Name, string Text)[] files)
    {
        var project = new Project(manifest, []);
        foreach (var (name, text) in files) File.SetUnixFileMode(project._folder.Write(name, text), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return UpAsync(project);
    }

    /// <summary>The same in a folder that is prepared before.</summary>
    public static async Task<Project> UpAsync(string manifest, Func<string, Task> prepare)
    {
        var project = new Project(manifest, []);
        await prepare(project.Folder);
        return await UpAsync(project);
    }

    /// <summary>Starts a copy of the studio example, which has a port and a place for its files of its own.</summary>
    public static Task<Project> StudioAsync()
    {
        var project = new Project("", []);
        var port = FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var file in Directory.EnumerateFiles(Repository.File("examples/studio")))
        {
            var text = File.ReadAllText(file).Replace("17480", port, StringComparison.Ordinal).Replace("${STUDIO:-/tmp/baton-studio}", project["place"], StringComparison.Ordinal);
            File.SetUnixFileMode(project._folder.Write($"studio/{Path.GetFileName(file)}", text), File.GetUnixFileMode(file));
        }

        Directory.CreateDirectory(project["place"]);
        project.Folder = project["studio"];
        return UpAsync(project);
    }

    private static int FreePort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        return ((IPEndPoint)taken.LocalEndpoint).Port;
    }

    private static async Task<Project> UpAsync(Project project)
    {
        try
        {
            var told = await project.BatonAsync("up", "-d", "--listen", "127.0.0.1:0");
            project.Address = told[told.IndexOf("http://", StringComparison.Ordinal)..].Split(['\n', ' '])[0];
            return project;
        }
        catch
        {
            await project.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks who the daemon is now; another one may have followed.</summary>
    public async Task LookAsync()
    {
        using var version = JsonDocument.Parse(await BatonAsync("version", "-o", "json"));
        var daemon = version.RootElement.GetProperty("daemon");
        Address = daemon.GetProperty("listen")[1].GetString()!;
        Daemon = daemon.GetProperty("pid").GetInt32();
    }

    /// <summary>Kills the daemon; the guardian starts another one at once.</summary>
    public async Task KillDaemonAsync()
    {
        await LookAsync();
        ProcessTable.Signal(Daemon, 9);
    }

    /// <summary>Kills the daemon and its guardian at once, as when the machine ran out of memory. Services live on.</summary>
    public async Task KillAllOfBatonAsync()
    {
        await LookAsync();
        int[] both = [ProcessTable.ParentOf(Daemon), Daemon];
        foreach (var pid in both) ProcessTable.Signal(pid, 9);
        await Eventually.HoldsAsync(() => !both.Any(ProcessTable.IsAlive), "the end of daemon and guardian");
    }

    /// <summary>Starts the program again, at the same address.</summary>
    public async Task UpAgainAsync()
    {
        await BatonAsync("up", "-d", "--listen", new Uri(Address).Authority);
    }

    /// <summary>Runs a command of Baton that must succeed; what it printed.</summary>
    public async Task<string> BatonAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await RunningProgram.RunAsync(TestPrograms.Baton, arguments, Folder, _variables);
        Assert.True(exitCode == 0, $"baton {string.Join(' ', arguments)} ended with {exitCode}: {output}{errors}");
        return output;
    }

    /// <summary>Adds lines to a file that a service reads aloud.</summary>
    public void Say(string file, string lines) => File.AppendAllText(_folder[file], lines);

    // By force, the guardian first, since it would start another daemon: how Baton ends in good order is the business of other tests.
    private bool HasEnded()
    {
        var left = ProcessTable.WithEnvironment(_mark);
        foreach (var pid in left.Order()) ProcessTable.Signal(pid, 9);
        return left.Count == 0;
    }

    public async ValueTask DisposeAsync()
    {
        await Eventually.HoldsAsync(HasEnded, "the project's processes to be gone");
        _folder.Dispose();
    }
}
