namespace Baton.Core;

/// <summary>
/// A failure that the caller or the world caused, told so that a person can act on it: <c>cannot VERB THING "NAME": REASON</c>.
/// It becomes an HTTP problem and an exit code in one place each. A bug in Baton is never told with it.
/// </summary>
public sealed class BatonException : Exception
{
    /// <param name="code">The kind of failure.</param>
    /// <param name="message">One sentence without a final full stop, then what to do about it when that is known.</param>
    /// <param name="inner">The cause, kept when this adds a fact to it.</param>
    public BatonException(ErrorCode code, string message, Exception? inner = null) : base(message, inner) => Code = code;

    /// <summary>The kind of failure.</summary>
    public ErrorCode Code { get; }
}
