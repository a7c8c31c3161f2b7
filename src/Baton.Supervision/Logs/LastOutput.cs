using System.Collections.Concurrent;
using Baton.Core;
using Baton.Processes;
using Baton.Supervision.Logs.Files;
using Baton.Supervision.Logs.Reading;

namespace Baton.Supervision.Logs;

/// <summary>
/// Reads the last words of runs that failed, for who asks why: the last lines of their standard error, or of their standard output where
/// that is silent. Waits until the run's output is in its log, but not for ever.
/// </summary>
/// <param name="logsDirectory">Absolute path of <c>logs/</c> in the state directory.</param>
/// <param name="send">Sends a command to the process host; returns at once.</param>
/// <param name="time">The clock.</param>
/// <param name="crashed">Told of a bug.</param>
public sealed class LastOutput(string logsDirectory, Action<ProcessCommand> send, TimeProvider time, Action<Exception> crashed)
{
    /// <summary>How long the rest of the output is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<RunId, TaskCompletionSource> _waiting = new();

    /// <summary>Reads the last words of a run that is over. Returns at once.</summary>
    /// <param name="run">The run.</param>
    /// <param name="told">Told of the lines, from another thread; of none when it wrote nothing, or that cannot be read.</param>
    public void Read(RunId run, Action<IReadOnlyList<string>> told)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[run] = drained;
        // What becomes of it is told, whatever it is, so nobody needs to await it.
        _ = ReadAsync(run, drained.Task, told);
        send(new ProcessCommand.TellDrained(run));
    }

    /// <summary>Takes news of processes; those that say nothing about the end of output are ignored.</summary>
    public void On(ProcessEvent news)
    {
        if (news is ProcessEvent.OutputDrained drained && _waiting.TryGetValue(drained.Id, out var waiter)) waiter.TrySetResult();
    }

    private async Task ReadAsync(RunId run, Task drained, Action<IReadOnlyList<string>> told)
    {
        try
        {
            await WaitAsync(drained);
            _waiting.TryRemove(run, out _);
            told(ReadNow(run));
        }
        catch (Exception e)
        {
            crashed(e);
        }
    }

    private async Task WaitAsync(Task drained)
    {
        try
        {
            await drained.WaitAsync(Patience, time).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
        catch (TimeoutException)
        {
            // A full or slow disk, or a flood: what is there by now is what can be shown.
        }
    }

    private IReadOnlyList<string> ReadNow(RunId run)
    {
        try
        {
            return LogEnding.Read(new LogFolder(logsDirectory, run.Service), run.Run);
        }
        catch (Exception e) when (e is BatonException or IOException or UnauthorizedAccessException)
        {
            // It is an addition to the reason of a failure; that the log cannot be read is told to who reads the log.
            return [];
        }
    }
}
