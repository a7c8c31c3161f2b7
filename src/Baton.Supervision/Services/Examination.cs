namespace Baton.Supervision.Services;

/// <summary>What is found out about a run that failed, besides how it ended. The restart does not wait for it; who waits for the outcome does.</summary>
/// <param name="run">The run.</param>
internal sealed class Examination(int run) : IDisposable
{
    /// <summary>The run.</summary>
    public int Run => run;

    /// <summary>Answers that are still to come.</summary>
    public int Awaited { get; set; }

    /// <summary>Ends the waiting for answers.</summary>
    public ITimer? Limit { get; set; }

    /// <summary>Who has its port, in words; null when nobody else, or that was not looked at.</summary>
    public string? HeldPort { get; set; }

    /// <summary>The last lines that it wrote; null when it wrote none.</summary>
    public IReadOnlyList<string>? LastOutput { get; set; }

    /// <summary>It was about this state: the service has had no later run, and is not asked to do anything else.</summary>
    public bool IsAbout(Service s) => s.Run == run && s.Phase is Phase.Backoff or Phase.Failed;

    /// <inheritdoc/>
    public void Dispose() => Limit?.Dispose();
}
