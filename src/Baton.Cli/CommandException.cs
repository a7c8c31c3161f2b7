using Baton.Contracts;

namespace Baton.Cli;

/// <summary>A command cannot be carried out, told so that the person who typed it can act on it.</summary>
public sealed class CommandException : Exception
{
    /// <param name="code">One of <see cref="ErrorCodes"/>; it decides the exit code.</param>
    /// <param name="message">What is printed: <c>cannot VERB THING "NAME": REASON</c>; may have several lines, none of them empty.</param>
    /// <param name="inner">The cause, kept when this adds a fact to it.</param>
    public CommandException(string code, string message, Exception? inner = null) : base(message, inner) => Code = code;

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The command line makes no sense; exit 2.</summary>
    internal static CommandException Usage(string message) => new(ErrorCodes.InvalidRequest, message);
}
