using Baton.Probes;
using Baton.Probes.Thresholds;

namespace Baton.Supervision.Probing;

/// <summary>
/// What one probe of a service has found since it is asked. The supervisor writes it, anybody reads it; the lock is held for the time of a copy. It goes on over
/// runs, and ends with the definition of the probe.
/// </summary>
public sealed class ProbeHistory
{
    /// <summary>How many results are kept.</summary>
    public const int Kept = 20;

    /// <summary>How many characters of what a result says are kept.</summary>
    public const int LongestMessage = 500;

    private readonly Lock _gate = new();
    private ProbeFinding[]? _ring;
    private Standing _standing;
    private long _successes, _failures;
    private TimeSpan _duration;

    /// <summary>What there is now.</summary>
    public ProbeFindings Read()
    {
        lock (_gate)
        {
            var count = _successes + _failures;
            var newest = new ProbeFinding[Math.Min(count, Kept)];
            for (var i = 0; i < newest.Length; i++) newest[i] = _ring![(count - 1 - i) % Kept];
            return new ProbeFindings(_standing, _successes, _failures, _duration, newest);
        }
    }

    internal void Add(ProbeResult result, Standing standing, DateTimeOffset now)
    {
        var message = result.Detail.Length > LongestMessage ? result.Detail[..LongestMessage] : result.Detail;
        lock (_gate)
        {
            // Many services are never asked: a place for results is made with the first.
            _ring ??= new ProbeFinding[Kept];
            _ring[(_successes + _failures) % Kept] = new ProbeFinding(now, result.IsSuccess, message, result.Duration);
            if (result.IsSuccess) _successes++;
            else _failures++;
            _duration += result.Duration;
            _standing = standing;
        }
    }

    /// <summary>Where it stands by now, without a new result: a run has ended, or goes on under a new daemon.</summary>
    internal void Stand(Standing standing)
    {
        lock (_gate) _standing = standing;
    }
}

/// <summary>What a probe has found up to now.</summary>
/// <param name="Standing">What is known of the present run by the thresholds.</param>
/// <param name="Successes">How often it was answered as it should be, in all.</param>
/// <param name="Failures">How often it was not, in all.</param>
/// <param name="Duration">How long all these executions took together.</param>
/// <param name="Newest">The newest results, at most <see cref="ProbeHistory.Kept"/>, the newest first.</param>
public sealed record ProbeFindings(Standing Standing, long Successes, long Failures, TimeSpan Duration, IReadOnlyList<ProbeFinding> Newest);

/// <summary>What one execution found.</summary>
/// <param name="Time">When it had ended (UTC).</param>
/// <param name="IsSuccess">It was answered as it should be.</param>
/// <param name="Message">What was found, for people.</param>
/// <param name="Duration">How long it took.</param>
public readonly record struct ProbeFinding(DateTimeOffset Time, bool IsSuccess, string Message, TimeSpan Duration);
