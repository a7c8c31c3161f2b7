using Baton.Containers;
using Baton.Core.Notices;
using Baton.Processes;

namespace Baton.Daemon.Wiring;

/// <summary>Containers beside the programs that a host runs: whoever supervises sees one host.</summary>
internal static class ContainersToProcesses
{
    /// <summary>The host of both, which is still to be told who runs programs.</summary>
    /// <param name="stateDirectory">Absolute path.</param>
    /// <param name="events">Where news of both go.</param>
    /// <param name="time">The clock.</param>
    public static ContainerHost Open(string stateDirectory, IProcessEvents events, TimeProvider time) => new(stateDirectory, [ProgramNow()], events, time);

    /// <summary>Lets what takes long be seen.</summary>
    public static void Tell(ContainerHost host, NoticeBoard notices) =>
        host.Progress = (service, text) => notices.Publish($"service/{service}", "image", cause: null, text);

    /// <summary>Ours, or what lies under its name after an upgrade.</summary>
    private static string ProgramNow()
    {
        const string Replaced = " (deleted)";
        var path = Environment.ProcessPath!;
        return path.EndsWith(Replaced, StringComparison.Ordinal) ? path[..^Replaced.Length] : path;
    }
}
