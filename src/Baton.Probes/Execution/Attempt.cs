namespace Baton.Probes.Execution;

/// <summary>One attempt under a deadline that covers all of it.</summary>
internal static class Attempt
{
    /// <summary>Runs <paramref name="act"/>, whose token ends with the deadline and with <paramref name="cancel"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> came first.</exception>
    public static async Task<ProbeResult> RunAsync(TimeProvider time, TimeSpan timeout, Func<CancellationToken, Task<Verdict>> act, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var verdict = await act(either.Token);
            var took = time.GetElapsedTime(began);
            return new ProbeResult(verdict.IsSuccess, took, verdict.IsTimed ? $"{verdict.What} after {SpanText.Of(took)}{verdict.More}" : verdict.What + verdict.More);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ProbeResult(false, time.GetElapsedTime(began), TimeoutText(timeout));
        }
    }

    /// <summary>How a timeout is told.</summary>
    public static string TimeoutText(TimeSpan timeout) => $"timeout after {SpanText.Of(timeout)}";
}
