using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton projects</c>: where Baton runs for this user.</summary>
internal static class ProjectsCommand
{
    /// <summary>One that answers does so in milliseconds; the list must not hang on one that does not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How many are asked at once.</summary>
    private const int AtOnce = 16;

    public static readonly CommandShape Shape = new("projects", "Show where Baton runs for this user", RunAsync)
    {
        Details = "A daemon that does not answer within three seconds is shown as silent.",
        Options = [CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var projects = new List<ProjectRecord>();
        foreach (var some in context.Offline.Projects().Chunk(AtOnce)) projects.AddRange(await Task.WhenAll(some.Select(state => AskAsync(state, context.Time))));
        if (wantsJson) JsonText.PrintArray(context.Terminal, projects, WireJson.Default.ProjectRecord);
        else context.Terminal.Write(projects.Count == 0 ? "Baton runs nowhere for this user\n" : Render(projects, context));
        return ExitCodes.Done;
    }

    private static async Task<ProjectRecord> AskAsync(string state, TimeProvider time)
    {
        var folder = Path.GetFileName(state) == DaemonFinder.StateName ? Path.GetDirectoryName(state)! : state;
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            var client = BatonClient.Connect(SocketLocator.Find(state));
            var system = await client.System.GetAsync(limit.Token);
            var services = await client.Services.ListAsync(limit.Token);
            var running = services.Count(service => service.State == ServiceStates.Running);
            return new ProjectRecord(folder, state, system.State, system.Manifest, system.GuardianPid ?? system.Pid, running, services.Count, system.StartedAt);
        }
        catch (Exception e) when (e is NoDaemonException or SilentDaemonException or ConnectionLostException or InvalidAnswerException or ProblemException or OperationCanceledException)
        {
            return new ProjectRecord(folder, state, "silent");
        }
    }

    private static string Render(IReadOnlyList<ProjectRecord> projects, CommandContext context)
    {
        var table = new Table("FOLDER", "STATE", ">PID", ">SERVICES", ">UPTIME", "MANIFEST") { IsWhole = true };
        foreach (var project in projects)
        {
            var manifest = project.Manifest is { } path ? Path.GetRelativePath(project.Folder, path) : "";
            table.Add(
                project.Folder,
                new Cell(project.State, project.State == "running" ? Ansi.Green : Ansi.Yellow),
                project.Pid is { } pid ? Figures.Number(pid) : "",
                project is { Running: { } running, Services: { } services } ? $"{Figures.Number(running)}/{Figures.Number(services)}" : "",
                project.StartedAt is { } started ? Figures.Age(context.Time.GetUtcNow() - started) : "",
                manifest.StartsWith("..", StringComparison.Ordinal) ? project.Manifest! : manifest);
        }

        return table.Render(context.Terminal.Show);
    }
}
