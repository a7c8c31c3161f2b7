using System.Diagnostics.CodeAnalysis;
using Baton.Contracts;
using Baton.Control.Problems;

namespace Baton.Control.Turns;

/// <summary>
/// Lets few at once read the journal, each on a thread of its own. So however many ask for what happened long ago, those who ask for the present wait
/// for none of them: the pool's threads, of which there are as few as processors, stay free. Safe to use from all threads.
/// </summary>
/// <param name="time">The clock.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose handle nobody asks for holds nothing, and a reading may outlive the API.")]
internal sealed class HistoryTurns(TimeProvider time)
{
    /// <summary>Questions that read at once.</summary>
    public const int AtOnce = 2;

    /// <summary>Questions that wait for their turn; one more is refused.</summary>
    public const int MostWaiting = 32;

    /// <summary>How long a question waits for its turn before it is refused.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private const int RetryAfterSeconds = 2;

    private readonly SemaphoreSlim _questions = new(AtOnce);
    // Streams that catch up have a turn of their own: they may be many and far behind, and are in no hurry.
    private readonly SemaphoreSlim _streams = new(1);
    private int _waiting;

    /// <summary>What <paramref name="read"/> gives, for a question.</summary>
    /// <exception cref="ProblemException">Too many wait, or it waited too long (503).</exception>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public async Task<T> AskAsync<T>(Func<T> read, CancellationToken gone)
    {
        using var turn = await TakeAsync(gone);
        return await turn.ReadAsync(read);
    }

    /// <summary>The turn of a question whose reading comes later.</summary>
    /// <exception cref="ProblemException">Too many wait, or it waited too long (503).</exception>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public async Task<HistoryTurn> TakeAsync(CancellationToken gone)
    {
        await WaitAsync(gone);
        return new HistoryTurn(_questions);
    }

    /// <summary>What <paramref name="read"/> gives, for a stream: it waits as long as its reader does. How many there are is bounded elsewhere.</summary>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public async Task<T> CatchUpAsync<T>(Func<T> read, CancellationToken gone)
    {
        await _streams.WaitAsync(gone);
        using var turn = new HistoryTurn(_streams);
        return await turn.ReadAsync(read);
    }

    private async Task WaitAsync(CancellationToken gone)
    {
        gone.ThrowIfCancellationRequested();
        if (_questions.Wait(0, CancellationToken.None)) return;
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw Refused();
        }

        using var limit = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, limit.Token);
        try
        {
            await _questions.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            throw Refused();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static ProblemException Refused() =>
        new(ErrorCodes.Busy, 503, "too many ask for what happened long ago; ask again in a moment, or ask for less with service, after or limit") { RetryAfterSeconds = RetryAfterSeconds };
}
