using System.Collections;
using Baton.Processes;
using Baton.Processes.Detaching;

namespace Baton.Daemon.Manifests;

/// <summary>What services inherit from the daemon.</summary>
internal static class InheritedEnvironment
{
    // Baton's own: the mark of the service that this daemon may itself be, what the launcher tells the daemon, where it reports to, and what is between Baton and the
    // manager that runs it.
    private static readonly string[] NotPassedOn = ["BATON_RUN", "BATON_NOFILE", DetachedProcess.ReportVariable, "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "BATON_REPLICA", "BATON_PORT"];

    public static IReadOnlyDictionary<string, string> OfThisProcess()
    {
        var result = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) result[(string)entry.Key] = (string)entry.Value!;
        foreach (var name in NotPassedOn) result.Remove(name);
        HeapSetting.RemoveFrom(result);
        // Python holds back lines that go to a pipe; whoever watches a log wants them when they are written.
        result.TryAdd("PYTHONUNBUFFERED", "1");
        return result;
    }
}
