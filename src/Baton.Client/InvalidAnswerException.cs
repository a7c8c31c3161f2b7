namespace Baton.Client;

/// <summary>
/// What answers is not a Baton daemon, or one of another age: the answer breaks the rules of HTTP or of the API, or its bounds.
/// </summary>
public sealed class InvalidAnswerException : Exception
{
    /// <param name="reason">Which rule was broken.</param>
    /// <param name="inner">The cause.</param>
    public InvalidAnswerException(string reason, Exception? inner = null)
        : base($"the answer is not one of a Baton daemon: {reason}", inner)
    {
    }
}
