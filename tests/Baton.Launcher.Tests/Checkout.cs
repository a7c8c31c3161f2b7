using System.Diagnostics;
using Baton.TestKit;

namespace Baton.Launcher.Tests;

/// <summary>A copy of the launcher with one source file and a stand-in for the SDK.</summary>
internal sealed class Checkout : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Checkout()
    {
        foreach (var name in (string[])["baton", "build.sh", "test", "dotnet", "require-sdk"])
        {
            var target = name switch { "dotnet" => this["../bin/dotnet"], "require-sdk" => this[".ci/require-sdk"], _ => this[name] };
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(AppContext.BaseDirectory, "scripts", name), target);
        }

        Write("src/Baton/Program.cs", "first");
        Write("global.json", "{}");
    }

    /// <summary>The root: its name has a space on purpose.</summary>
    public string Root => _folder["check out"];

    public string this[string name] => Path.GetFullPath(Path.Combine(Root, name));

    public IReadOnlyList<string> Builds =>
        [.. Directory.EnumerateDirectories(this["artifacts/baton"], "build-*").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    public int PublishCount => File.Exists(this["../notes"]) ? File.ReadAllLines(this["../notes"]).Length : 0;

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    public Process Start(string script, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(script, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{this["../bin"]}:/usr/bin:/bin";
        start.Environment["FAKE_NOTES"] = this["../notes"];
        foreach (var (name, value) in environment) start.Environment[name] = value;
#pragma warning disable RS0030 // The script under test is run as a shell runs it.
        return Process.Start(start)!;
#pragma warning restore RS0030
    }

    /// <summary>Runs the launcher to its end.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => RunAsync(Start(this["baton"], arguments));

    public Task<Outcome> RunInTroubleAsync(string trouble) => RunAsync(Start(this["baton"], [], ("FAKE_TROUBLE", trouble)));

    public static async Task<Outcome> RunAsync(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Eventually.Limit);
            return new Outcome(process.Id, process.ExitCode, await output, await error);
        }
    }

    public void Dispose() => _folder.Dispose();
}
