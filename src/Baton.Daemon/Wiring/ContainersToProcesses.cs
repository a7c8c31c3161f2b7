using System.Globalization;
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
    public static ContainerHost Open(string stateDirectory, IProcessEvents events, TimeProvider time) => new(stateDirectory, Program(), events, time);

    /// <summary>Lets what takes long be seen.</summary>
    public static void Tell(ContainerHost host, NoticeBoard notices) =>
        host.Progress = (service, what, text) => notices.Publish($"service/{service}", what, cause: null, text);

    /// <summary>The words that start Baton itself: what lies under our name now, which an upgrade may have replaced, else the file that we are.</summary>
    private static string[] Program()
    {
        const string Replaced = " (deleted)";
        // Natively it is not known where the file is gone.
        var own = Environment.ProcessPath ?? new FileInfo("/proc/self/exe").LinkTarget ?? "";
        if (own.EndsWith(Replaced, StringComparison.Ordinal)) own = own[..^Replaced.Length];
        if (!File.Exists(own)) own = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/exe");
        // From a build folder it may be `dotnet baton.dll` that runs.
        return Path.GetFileName(own) == "dotnet" ? [own, Environment.GetCommandLineArgs()[0]] : [own];
    }
}
