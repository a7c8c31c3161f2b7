namespace Baton.Probes.Running;

/// <summary>One execution of a probe, begun when the scheduler gives it a turn.</summary>
internal sealed class ProbeTurn(ProbeHandle handle, Func<TimeSpan> now, Action<RunnerMessage.Ended> ended) : IThreadPoolWorkItem
{
    // What becomes of it is told as a message, whatever it is, so nobody needs to await it.
    public void Execute() => _ = ExecuteAsync();

    private async Task ExecuteAsync()
    {
        var lateness = now() - handle.Due;
        try
        {
            var result = await handle.Probe.ExecuteAsync(handle.Stop.Token);
            ended(new RunnerMessage.Ended(handle, new ProbeOutcome(result, lateness), null));
        }
        catch (OperationCanceledException) when (handle.Stop.IsCancellationRequested)
        {
            ended(new RunnerMessage.Ended(handle, null, null));
        }
        catch (Exception e)
        {
            // A bug of Baton's own. One answer that nobody had thought of must not end all services: this probe has failed, loudly.
            var result = new ProbeResult(false, now() - handle.Due - lateness, $"the probe met a bug of Baton: {e.GetType().Name}: {e.Message}") { Failure = new ProbeFailure(FailureKind.Bug) };
            ended(new RunnerMessage.Ended(handle, new ProbeOutcome(result, lateness), e));
        }
    }
}
