using Baton.Contracts;

namespace Baton.Client;

/// <summary>The daemon answered with a problem.</summary>
/// <param name="problem">What it said.</param>
/// <param name="status">The HTTP status, 400 to 599.</param>
public sealed class ProblemException(Problem problem, int status) : Exception(problem.Error)
{
    /// <summary>What the daemon said.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>The HTTP status, 400 to 599.</summary>
    public int Status { get; } = status;
}
