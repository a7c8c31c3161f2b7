using Baton.Probes.Addresses;

namespace Baton.Probes.Execution;

/// <summary>One attempt under a deadline that covers all of it.</summary>
internal static class Attempt
{
    /// <summary>Runs <paramref name="act"/>, whose token ends with the deadline and with <paramref name="cancel"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> came first.</exception>
    public static async Task<ProbeResult> RunAsync(TimeProvider time, TimeSpan timeout, Peer peer, Func<CancellationToken, Task<Verdict>> act, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = cancel.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), limit);
        try
        {
            var verdict = await act(limit.Token);
            return ResultOf(verdict, peer, time.GetElapsedTime(began));
        }
        catch (NoTurnException e) when (!cancel.IsCancellationRequested)
        {
            return ResultOf(Verdict.Trouble(FailureKind.Dns, e.Message), peer, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new ProbeResult(false, time.GetElapsedTime(began), TimeoutText(timeout)) { Failure = new ProbeFailure(FailureKind.Timeout, peer.Host, peer.Port) };
        }
    }

    /// <summary>How a timeout is told.</summary>
    public static string TimeoutText(TimeSpan timeout) => $"timeout after {SpanText.Of(timeout)}";

    private static ProbeResult ResultOf(Verdict verdict, Peer peer, TimeSpan took)
    {
        var at = verdict.At ?? peer;
        return new ProbeResult(verdict.Failure is null, took, verdict.IsTimed ? $"{verdict.What} after {SpanText.Of(took)}{verdict.More}" : verdict.What + verdict.More)
        {
            Failure = verdict.Failure is { } kind ? new ProbeFailure(kind, at.Host, at.Port) : null,
            CertificateExpires = verdict.Expires,
            Answer = verdict.Failure is null ? verdict.Answer : null,
        };
    }
}
