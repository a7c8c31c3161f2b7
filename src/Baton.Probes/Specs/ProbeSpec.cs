using System.Text.RegularExpressions;

namespace Baton.Probes.Specs;

/// <summary>What is asked. A closed family; compared by value. What is wrong with one is told by <see cref="ProbeProblems"/>.</summary>
public abstract partial record ProbeSpec
{
    private ProbeSpec()
    {
    }

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

        /// <summary>Which lines count. Default all that the service wrote.</summary>
        public LogLineStream Stream { get; init; }

        /// <summary>What searches a line. It may throw <see cref="RegexMatchTimeoutException"/>.</summary>
        /// <exception cref="ArgumentException">It is no regular expression.</exception>
        /// <exception cref="NotSupportedException">It is one that cannot be searched without backtracking, or not in bounded memory.</exception>
        public Regex ToRegex() => SearchPattern.Of(Pattern);
    }

    /// <summary>The run's first process lives.</summary>
    public sealed record Process : ProbeSpec;

    /// <summary>
    /// Nobody is asked: who is watched sends <c>POST /api/v1/push/TOKEN</c>, at least once in each interval. It is not executed; who
    /// answers those requests judges it.
    /// </summary>
    /// <param name="Token">Whoever knows it may report: 16 to 128 letters, digits, <c>-</c> and <c>_</c>.</param>
    public sealed record Push(string Token) : ProbeSpec
    {
        /// <summary>Fewest characters of a token: 16.</summary>
        public const int ShortestToken = 16;

        /// <summary>Most characters of a token: 128.</summary>
        public const int LongestToken = 128;
    }
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
