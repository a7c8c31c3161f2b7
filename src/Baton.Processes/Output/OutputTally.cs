namespace Baton.Processes.Output;

/// <summary>The counts of all services, for as long as the host lives: those of a run that has ended are not lost.</summary>
internal sealed class OutputTally
{
    /// <summary>Services that are counted at most; what more of them write is not.</summary>
    public const int MostServices = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OutputCounts> _counts = [];

    /// <summary>What the runs of a service count into.</summary>
    public OutputCounts Of(string service)
    {
        lock (_gate)
        {
            if (_counts.TryGetValue(service, out var known)) return known;
            var counts = new OutputCounts();
            if (_counts.Count < MostServices) _counts.Add(service, counts);
            return counts;
        }
    }

    /// <summary>All of it, in pieces of which each fits into one message.</summary>
    /// <param name="most">Services in one piece, at most.</param>
    public IEnumerable<OutputFigures[]> Read(int most)
    {
        KeyValuePair<string, OutputCounts>[] all;
        lock (_gate) all = [.. _counts];
        return all.Chunk(most).Select(static piece => Array.ConvertAll(piece, static one => one.Value.Read(one.Key)));
    }
}
