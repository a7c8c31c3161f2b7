using System.Formats.Tar;
using System.Globalization;
using System.Net.Sockets;
using Baton.TestKit;
using Xunit.Sdk;

namespace Baton.EndToEnd.Tests.Containers;

/// <summary>A real Docker engine in a temporary folder, with one image, <c>box:1</c>, which is a busybox. Nothing of it is left afterwards.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "DisposeAsync removes the folder.")]
public sealed class DockerEngine : IAsyncLifetime
{
    private const string Install = "install the packages docker.io and busybox-static, and run the tests as root";

    private readonly TemporaryFolder _folder = new();
    private RunningProgram? _engine;

    /// <summary>Its socket.</summary>
    public string Socket => _folder["docker.sock"];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        if (Environment.UserName != "root" || Program("dockerd") is null || Program("docker") is null || !File.Exists("/bin/busybox"))
            throw new XunitException($"cannot start a Docker engine for the tests: {Install}");
        await StartAsync();
        Assert.Equal(0, (await DockerAsync("import", ImageFile(), "box:1")).ExitCode);
    }

    /// <summary>Starts the engine, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        // Containers outlive an engine that is restarted, as on machines where it is upgraded.
        _engine = RunningProgram.Start(Program("dockerd")!,
            ["--data-root", _folder["root"], "--exec-root", _folder["exec"], "-H", $"unix://{Socket}", "--pidfile", _folder["pid"], "--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs", "--live-restore"],
            _folder.Path);
        await Eventually.HoldsAsync(() => _engine.HasExited || Listens(), "the engine to listen", Project.Patience);
        Assert.False(_engine.HasExited, $"dockerd has ended: {_engine.Errors}; {Install}");
        Assert.Equal(0, (await DockerAsync("version")).ExitCode);
    }

    /// <summary>Ends the engine; its containers go on.</summary>
    public async Task StopAsync()
    {
        if (_engine is null) return;
        _engine.Signal(15);
        await _engine.ExitAsync();
        await _engine.DisposeAsync();
        _engine = null;
    }

    /// <summary>Asks it as a person does.</summary>
    public Task<(int ExitCode, string Output, string Errors)> DockerAsync(params string[] arguments) =>
        RunningProgram.RunAsync(Program("docker")!, ["-H", $"unix://{Socket}", .. arguments], _folder.Path, [$"HOME={_folder.Path}"]);

    /// <summary>Names of the containers of a project, running or not.</summary>
    internal Task<IReadOnlyList<string>> ContainersAsync(Project project) => ContainersAsync($"baton-{File.ReadAllText(project[".baton/id"])[..8]}-");

    /// <summary>Names of all containers whose name begins so, running or not.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync(string prefix)
    {
        var (exitCode, output, errors) = await DockerAsync("ps", "-a", "--format", "{{.Names}}");
        Assert.True(exitCode == 0, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))];
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_engine is { HasExited: false })
        {
            foreach (var name in await ContainersAsync("")) await DockerAsync("rm", "-f", name);
        }

        await StopAsync();
        foreach (var mount in Mounts()) await RunningProgram.RunAsync("/bin/umount", ["-l", mount], "/");
        _folder.Dispose();
    }

    private bool Listens()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(Socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string ImageFile()
    {
        var root = Directory.CreateDirectory(_folder["rootfs/bin"]).FullName;
        File.Copy("/bin/busybox", Path.Combine(root, "busybox"));
        foreach (var applet in (string[])["sh", "sleep", "test", "echo", "id", "pwd", "cat", "env", "nc", "tail"]) File.CreateSymbolicLink(Path.Combine(root, applet), "busybox");
        TarFile.CreateFromDirectory(_folder["rootfs"], _folder["box.tar"], includeBaseDirectory: false);
        return _folder["box.tar"];
    }

    private List<string> Mounts() => [.. File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')[4])
        .Where(path => path.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{_folder.Path}/"), StringComparison.Ordinal)).Reverse()];

    private static string? Program(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Append("/sbin")
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
