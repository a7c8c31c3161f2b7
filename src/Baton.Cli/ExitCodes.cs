using Baton.Contracts;

namespace Baton.Cli;

/// <summary>What the process returns. Contract: <c>docs/reference/cli.md</c>.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done, or a service failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>No daemon runs there, or another one holds the state directory.</summary>
    public const int NoDaemon = 3;

    /// <summary>No such service, run or instance.</summary>
    public const int NotFound = 4;

    /// <summary>Not done in the time given, or the daemon says nothing; the act may go on.</summary>
    public const int Timeout = 5;

    /// <summary>The exit code for a failure; a code that this version does not know is <see cref="Failed"/>.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    public static int Of(string code) => code switch
    {
        ErrorCodes.InvalidRequest => Usage,
        ErrorCodes.HeldByAnother => NoDaemon,
        ErrorCodes.NotFound => NotFound,
        ErrorCodes.Timeout => Timeout,
        _ => Failed,
    };
}
