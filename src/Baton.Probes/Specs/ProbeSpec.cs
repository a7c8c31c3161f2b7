using System.Text.RegularExpressions;

namespace Baton.Probes.Specs;

/// <summary>What is asked. A closed family; compared by value. What is wrong with one is told by <see cref="ProbeProblems"/>.</summary>
public abstract record ProbeSpec
{
    private ProbeSpec()
    {
    }

    /// <summary>An HTTP request whose final answer must have an accepted status.</summary>
    /// <param name="Url">Absolute, <c>http</c> or <c>https</c>, without user name or fragment.</param>
    public sealed record Http(Uri Url) : ProbeSpec
    {
        /// <summary>How many redirects at most may be followed: 10.</summary>
        public const int MostRedirects = 10;

        /// <summary>The method. Default <c>GET</c>.</summary>
        public string Method { get; init; } = "GET";

        /// <summary>Names and values, sent as they are; never to another origin that a redirect leads to.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

        /// <summary>The statuses that are a success. Default 200 to 399.</summary>
        public StatusSet Accepted { get; init; } = StatusSet.Default;

        /// <summary>Text that the first 64 KiB of the body must contain, compared as UTF-8 bytes; null for any body.</summary>
        public string? BodyContains { get; init; }

        /// <summary>How many redirects are followed, 0 to <see cref="MostRedirects"/>, the default. With 0 a redirect is the final answer.</summary>
        public int MaxRedirects { get; init; } = MostRedirects;

        /// <inheritdoc/>
        public bool Equals(Http? other) => other is not null && (Url, Method, Accepted, BodyContains, MaxRedirects)
            .Equals((other.Url, other.Method, other.Accepted, other.BodyContains, other.MaxRedirects)) && Headers.SequenceEqual(other.Headers);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Url, Method, BodyContains, Headers.Count);
    }

    /// <summary>A connection that must be accepted; it is closed at once.</summary>
    /// <param name="Host">Name or address; of a name, its addresses are tried in turn.</param>
    /// <param name="Port">1 to 65535.</param>
    public sealed record Tcp(string Host, int Port) : ProbeSpec;

    /// <summary>A program that must exit with code 0. It is killed with its session at the deadline.</summary>
    /// <param name="Command">Program and arguments; a program without a slash is looked up in the PATH of the environment.</param>
    /// <param name="WorkingDirectory">Absolute path of the folder it starts in.</param>
    /// <param name="Environment">The whole environment.</param>
    public sealed record Exec(IReadOnlyList<string> Command, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment) : ProbeSpec
    {
        /// <summary>As whom it runs; null, the default, is as Baton itself.</summary>
        public Processes.Credentials? Credentials { get; init; }

        /// <inheritdoc/>
        public bool Equals(Exec? other) => other is not null && Credentials == other.Credentials && WorkingDirectory == other.WorkingDirectory && Command.SequenceEqual(other.Command)
            && Environment.Count == other.Environment.Count && Environment.All(v => other.Environment.TryGetValue(v.Key, out var value) && value == v.Value);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(WorkingDirectory, Command.Count, Environment.Count);
    }

    /// <summary>A line that the run must have written since its start; from the first match on it is a success.</summary>
    /// <param name="Pattern">Regular expression, searched in each line; of the kind that needs no backtracking, 1 to <see cref="LongestPattern"/> characters.</param>
    public sealed record LogLine(string Pattern) : ProbeSpec
    {
        /// <summary>Most characters of a pattern: 1,000.</summary>
        public const int LongestPattern = 1000;

        /// <summary>How much of a line is looked at: its first 8 KiB.</summary>
        public const int LineBytes = 8 * 1024;

        // Of the machines that such patterns make, a few need a second for a line: one that does is told, and the line does not count.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

        /// <summary>Which lines count. Default all that the service wrote.</summary>
        public LogLineStream Stream { get; init; }

        /// <summary>What searches a line. It may throw <see cref="RegexMatchTimeoutException"/>.</summary>
        /// <exception cref="ArgumentException">It is no regular expression.</exception>
        /// <exception cref="NotSupportedException">It is one that cannot be searched without backtracking, or not in bounded memory.</exception>
        public Regex ToRegex() => new(Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
    }

    /// <summary>The run's first process lives.</summary>
    public sealed record Process : ProbeSpec;
}

/// <summary>Which of a service's lines count.</summary>
public enum LogLineStream
{
    /// <summary>Those of both streams.</summary>
    Both,

    /// <summary>Those of its standard output.</summary>
    Stdout,

    /// <summary>Those of its standard error.</summary>
    Stderr,
}
