namespace Baton.Probes;

/// <summary>Something that can be asked whether it is well, again and again, one question at a time.</summary>
public interface IProbe
{
    /// <summary>
    /// Asks once, within the deadline that the probe was made with. All that the world can do to it is a result; what it throws, but for
    /// the cancellation, is a bug.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<ProbeResult> ExecuteAsync(CancellationToken cancel);
}
