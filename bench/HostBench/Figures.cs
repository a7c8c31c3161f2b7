namespace Baton.HostBench;

/// <summary>Spans of one kind.</summary>
internal sealed class Figures(string name)
{
    private readonly List<double> _milliseconds = [];

    public void Add(long from, long to) => _milliseconds.Add(TimeProvider.System.GetElapsedTime(from, to).TotalMilliseconds);

    public void Print()
    {
        _milliseconds.Sort();
        Console.WriteLine($"{name,-44} p50 {At(0.5):F3}  p90 {At(0.9):F3}  p99 {At(0.99):F3} ms  ({_milliseconds.Count})");
    }

    private double At(double share) => _milliseconds[(int)(share * (_milliseconds.Count - 1))];
}
