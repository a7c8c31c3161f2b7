namespace Baton.Client.Runtime;

/// <summary>Something asked of the runtime part through its control socket failed.</summary>
public sealed class RuntimeFailureException : Exception
{
    /// <param name="stage">How far it had come.</param>
    /// <param name="causes">Why, the outermost first; one unless the server told more.</param>
    /// <param name="inner">What the system threw.</param>
    public RuntimeFailureException(RuntimeStage stage, IReadOnlyList<string> causes, Exception? inner = null)
        : base(string.Join(": ", causes), inner) => (Stage, Causes) = (stage, causes);

    /// <summary>How far it had come.</summary>
    public RuntimeStage Stage { get; }

    /// <summary>Why, the outermost first.</summary>
    public IReadOnlyList<string> Causes { get; }

    /// <summary>The file, when that is what could not be read; else null.</summary>
    public string? Subject { get; init; }

    /// <summary>Somebody listens and let the time pass: whether what was asked for happens is open.</summary>
    public bool IsSilence => InnerException is TimeoutException;
}
