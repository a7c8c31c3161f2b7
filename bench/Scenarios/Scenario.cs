using Baton.Bench.Report;

namespace Baton.Bench.Scenarios;

/// <summary>One question, asked to all supervisors side by side.</summary>
internal abstract class Scenario
{
    /// <summary>Name on the command line.</summary>
    public abstract string Key { get; }

    public abstract string Title { get; }

    /// <summary>What is measured, from when to when, and what Baton is held to.</summary>
    public abstract string Explanation { get; }

    public abstract Task<Table> RunAsync(Bench bench, CancellationToken stop);

    /// <summary>Does <paramref name="measure"/>; what goes wrong with one supervisor is noted and spares the others.</summary>
    protected static async Task TryAsync(Table table, string row, Func<Task> measure)
    {
        try
        {
            await measure();
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException or IOException)
        {
            table.Fail(row, e.Message);
        }
    }
}
