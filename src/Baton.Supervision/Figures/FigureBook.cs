using Baton.Supervision.Services;

namespace Baton.Supervision.Figures;

/// <summary>
/// The newest measurements of all services, for those who come later. The supervisor writes it, anybody reads it; the lock is held for the time of a copy.
/// </summary>
internal sealed class FigureBook(TimeProvider time)
{
    /// <summary>How many measurements are kept: 120, which are two minutes while somebody looks and two hours while nobody does.</summary>
    public const int Kept = 120;

    private readonly Lock _gate = new();
    private readonly long[] _at = new long[Kept];
    private int _number;
    private DateTimeOffset _end;

    /// <summary>A measurement begins: what is written from now on belongs to it.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _number++;
            _at[_number % Kept] = time.GetTimestamp();
            _end = time.GetUtcNow();
        }
    }

    /// <summary>Writes what was measured of one service.</summary>
    /// <param name="page">Its page; null: this is the first measurement of it.</param>
    /// <param name="figures">What was measured.</param>
    /// <returns>Its page.</returns>
    public FigurePage Write(FigurePage? page, ServiceFigures figures)
    {
        var point = new FigurePage.Point((float?)figures.CpuPercent ?? float.NaN, (uint)Math.Min(figures.MemoryBytes / 1024, uint.MaxValue - 1));
        lock (_gate)
        {
            page ??= new FigurePage { First = _number, Last = _number - 1 };
            // It was not there in between.
            for (var missed = Math.Max(page.Last + 1, _number - Kept + 1); missed < _number; missed++) page.Points[missed % Kept] = FigurePage.Point.None;
            page.Points[_number % Kept] = point;
            page.Last = _number;
            return page;
        }
    }

    /// <summary>What is kept of one service, from its first measurement to the newest of all.</summary>
    public FigureHistory Read(FigurePage? page)
    {
        lock (_gate)
        {
            if (page is null || _number - page.Last >= Kept) return new FigureHistory(null, _number == 0 ? null : _end, [], []);
            var first = Math.Max(page.First, _number - Kept + 1);
            var count = _number - first + 1;
            var (cpu, memory) = (new double?[count], new long?[count]);
            for (var number = first; number <= page.Last; number++)
            {
                var point = page.Points[number % Kept];
                cpu[number - first] = float.IsNaN(point.Cpu) ? null : Math.Round(point.Cpu, 1);
                memory[number - first] = point.MemoryKiB == uint.MaxValue ? null : point.MemoryKiB * 1024L;
            }

            TimeSpan? interval = count < 2 ? null : time.GetElapsedTime(_at[first % Kept], _at[_number % Kept]) / (count - 1);
            return new FigureHistory(interval, _end, cpu, memory);
        }
    }
}
