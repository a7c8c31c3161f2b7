using Baton.Probes.Addresses;
using Baton.Probes.Specs;

namespace Baton.Probes.Tests;

/// <summary>Executes one probe once, as monitors do: guarded, unless a test says otherwise.</summary>
internal static class Asking
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    public static Task<ProbeResult> AskAsync(ProbeSpec spec, TimeSpan? timeout = null, AddressPolicy? addresses = null)
    {
        Assert.Empty(ProbeProblems.Of(spec));
        return ProbeFactory.Create(spec, new ProbeTiming { Timeout = timeout ?? Long }, TimeProvider.System, addresses ?? AddressPolicy.Guarded)!.ExecuteAsync(CancellationToken.None);
    }

    /// <summary>It failed in that way.</summary>
    public static void Failed(ProbeResult result, FailureKind kind, string detail)
    {
        Assert.False(result.IsSuccess, result.Detail);
        Assert.Contains(detail, result.Detail, StringComparison.Ordinal);
        Assert.Equal(kind, result.Failure?.Kind);
    }

    public static void Succeeded(ProbeResult result, string detail)
    {
        Assert.True(result.IsSuccess, result.Detail);
        Assert.Contains(detail, result.Detail, StringComparison.Ordinal);
        Assert.Null(result.Failure);
    }
}
