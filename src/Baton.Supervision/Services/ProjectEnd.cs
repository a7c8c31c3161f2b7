using Baton.Processes;

namespace Baton.Supervision.Services;

/// <summary>How everything ends when the service does that the manifest names with <c>exit_when</c>.</summary>
/// <param name="Service">Its name.</param>
/// <param name="ExitCode">What <c>baton up</c> is to return, 0 to 255.</param>
/// <param name="Reason">What happened, as a person would say it.</param>
public sealed record ProjectEnd(string Service, int ExitCode, string Reason)
{
    private const int Failed = 1;
    private const int SignalBase = 128;

    /// <summary>
    /// The end that this state of such a service means; null when it has not ended for good. A failure counts at once, though policy would
    /// try again some minutes later: whoever waits for an exit code is not to wait for ever. A service that people stopped is not at an end.
    /// </summary>
    public static ProjectEnd? Of(string name, Service service) => service.Phase switch
    {
        Phase.Completed => new ProjectEnd(name, CodeOf(service.LastExit), $"{name} has completed"),
        // One that could not be started at last, or ended with success when Baton ended it for a fault, has failed all the same.
        Phase.Failed => new ProjectEnd(name, service.SpawnError is null && CodeOf(service.LastExit) is not 0 and var code ? code : Failed, $"{name} has failed"),
        _ => null,
    };

    /// <summary>The end of a service that cannot start: something that it waits for, itself or by others, is <c>failed</c> or <c>completed</c>.</summary>
    public static ProjectEnd Before(string name, string dependency, Service ended) =>
        new(name, Failed, $"{name} cannot start: {dependency} {(ended.Phase == Phase.Failed ? "has failed" : "has ended")}");

    /// <summary>As shells show it: the exit code, or 128 and the number of the signal; 1 when it is not known.</summary>
    private static int CodeOf(ExitStatus? exit) => exit switch
    {
        { Code: { } code } => code,
        { Signal: { } signal } => SignalBase + signal,
        _ => Failed,
    };
}
