using System.Runtime.InteropServices;
using Baton.Core.Actors;
using Baton.Processes;
using Baton.Processes.Output;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Links;

/// <summary>
/// Keeps symbolic links to logs where another system had them. Only links that lead into this state directory's logs are ever replaced:
/// anything else of that name is somebody's, and stays. Works off every path that a service's start waits for.
/// </summary>
public sealed class LogLinks
{
    private readonly string _project;
    private readonly string _logs;
    private readonly LogLinkStyle _style;
    private readonly Action<string, string> _problem;
    private readonly HashSet<string> _told = [];
    private readonly Actor<RunId> _actor;

    /// <param name="project">The project's folder, absolute.</param>
    /// <param name="logs">The folder with one folder per service, absolute.</param>
    /// <param name="style">Which links; with none, nothing is ever done.</param>
    /// <param name="problem">Told once per service why it has no link.</param>
    /// <param name="scheduler">Who gives turns.</param>
    /// <param name="crashed">Told of a bug.</param>
    public LogLinks(string project, string logs, LogLinkStyle style, Action<string, string> problem, ActorScheduler scheduler, Action<Exception> crashed)
    {
        (_project, _logs, _style, _problem) = (project, logs, style, problem);
        _actor = new Actor<RunId>(scheduler, Link, crashed);
    }

    /// <summary>A run has begun, and has its log.</summary>
    public void RunBegan(RunId id)
    {
        // A refused one is made up for by the next run; thousands would have to wait for that.
        if (_style != LogLinkStyle.None) _actor.TryPost(id);
    }

    private void Link(RunId id)
    {
        var (link, target) = _style == LogLinkStyle.FolderOfService
            ? (Path.Combine(_project, "orchestrator", "logs", id.Service), Path.Combine(_logs, id.Service))
            : (Path.Combine(_project, "omega_services", "logs", $"{id.Service}.log"), FileOf(id));
        if (target is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            var problem = Place(link, target, id.Service);
            if (problem is null) _told.Remove(id.Service);
            else Tell(id.Service, problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(id.Service, $"cannot link \"{link}\" to its log: {e.Message}");
        }
    }

    private string? Place(string link, string target, string service)
    {
        var present = new FileInfo(link);
        var text = Text(link, target);
        if (present.LinkTarget == text) return null;
        var isThere = present.Exists || present.LinkTarget is not null || Directory.Exists(link);
        if (!isThere)
        {
            // Fails, and so leaves it, when somebody is quicker.
            File.CreateSymbolicLink(link, text);
            return null;
        }

        if (present.LinkTarget is not { } old || !IsOurs(link, old, service))
            return $"\"{link}\" is not Baton's and stays as it is; move it away to have a link to the log there";
        var temporary = Path.Combine(Path.GetDirectoryName(link)!, $".{Path.GetFileName(link)}.baton");
        if (new FileInfo(temporary).LinkTarget is not null) File.Delete(temporary);
        File.CreateSymbolicLink(temporary, text);
        return Libc.rename(temporary, link) == 0 ? null : $"cannot replace link \"{link}\": {Marshal.GetLastPInvokeErrorMessage()}";
    }

    private bool IsOurs(string link, string text, string service)
    {
        var leadsTo = Path.GetFullPath(text, Path.GetDirectoryName(link)!);
        var folder = Path.Combine(_logs, service);
        return leadsTo == folder || leadsTo.StartsWith(folder + "/", StringComparison.Ordinal);
    }

    /// <summary>Relative where the state directory lies in the project, which may so be moved as a whole.</summary>
    private string Text(string link, string target)
    {
        var folder = Path.GetDirectoryName(link)!;
        var isInside = target.StartsWith(_project.TrimEnd('/') + "/", StringComparison.Ordinal);
        // Where a folder on the way is a link itself, ".." does not lead back.
        var isStraight = new FileInfo(folder).LinkTarget is null && new FileInfo(Path.GetDirectoryName(folder)!).LinkTarget is null;
        return isInside && isStraight ? Path.GetRelativePath(folder, target) : target;
    }

    private string? FileOf(RunId id)
    {
        try
        {
            var name = Directory.EnumerateFiles(Path.Combine(_logs, id.Service)).Select(path => LogFileName.Parse(Path.GetFileName(path))).OfType<LogFileName>()
                .Where(name => name.Service == id.Service && name.Run == id.Run && name.Segment is null && !name.IsCompressed)
                .MaxBy(name => name.StartedAt);
            return name is null ? null : Path.Combine(_logs, id.Service, name.ToString());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Tell(id.Service, $"cannot find its log: {e.Message}");
            return null;
        }
    }

    private void Tell(string service, string problem)
    {
        if (_told.Add(service)) _problem(service, problem);
    }
}
