using Baton.Core;

namespace Baton.Health.History.Memory;

/// <summary>The newest single results, in the order in which they came, with the rows of the database that hold them.</summary>
internal sealed class RecentResults
{
    /// <summary>How many are kept.</summary>
    public const int Most = 60;

    /// <summary>Characters of all texts together; equal ones in a row count once. The oldest lose theirs.</summary>
    public const int MostText = 2000;

    private readonly List<long> _gone = [];
    private Entry[] _ring = [];
    private long _next;

    /// <summary>Rows that hold what is not kept any more.</summary>
    public IReadOnlyList<long> Gone => _gone;

    /// <summary>The results, the oldest first.</summary>
    public IEnumerable<SingleResult> All => Numbers.Select(number => At(number).Result);

    /// <summary>Those that no row holds yet, with their numbers.</summary>
    public IEnumerable<(long Number, SingleResult Result)> Unsaved => Numbers.Where(number => At(number).Row == 0).Select(number => (number, At(number).Result));

    private IEnumerable<long> Numbers
    {
        get
        {
            for (var number = Math.Max(0, _next - Most); number < _next; number++) yield return number;
        }
    }

    /// <param name="result">The newest.</param>
    /// <param name="row">The row that holds it; 0: none yet.</param>
    public void Add(SingleResult result, long row = 0)
    {
        // Few have sixty soon, and many never have one.
        if (_next == _ring.Length && _ring.Length < Most) Array.Resize(ref _ring, Math.Min(Most, Math.Max(4, _ring.Length * 2)));
        ref var entry = ref At(_next);
        if (_next >= Most && entry.Row != 0) _gone.Add(entry.Row);
        entry = new Entry(result with { Text = Shared(result.Text) }, row);
        _next++;
        DropTexts();
    }

    /// <summary>Puts what earlier daemons have saved before what is here.</summary>
    public void Load(List<(long Row, SingleResult Result)> earlier)
    {
        var mine = All.ToList();
        (_ring, _next) = ([], 0);
        foreach (var (row, result) in earlier) Add(result, row);
        foreach (var result in mine) Add(result);
    }

    /// <summary>A result is in a row now; when it is not kept any more, that row is gone as soon.</summary>
    public void Saved(long number, long row)
    {
        if (number < _next - Most) _gone.Add(row);
        else At(number).Row = row;
    }

    /// <summary>The first rows of <see cref="Gone"/> are deleted.</summary>
    public void Deleted(int count) => _gone.RemoveRange(0, count);

    /// <summary>The database is a new one, and holds nothing.</summary>
    public void ForgetRows()
    {
        _gone.Clear();
        foreach (var number in Numbers) At(number).Row = 0;
    }

    private ref Entry At(long number) => ref _ring[(int)(number % Most)];

    /// <summary>Mostly a result says what the one before it said; both then share one text.</summary>
    private string? Shared(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var before = _next > 0 ? At(_next - 1).Text : null;
        var kept = Shortened.To(text, SingleResult.MaxText);
        return kept.SequenceEqual(before) ? before : kept.Length == text.Length ? text : kept.ToString();
    }

    private void DropTexts()
    {
        var room = MostText;
        string? newer = null;
        for (var number = _next - 1; number >= Math.Max(0, _next - Most); number--)
        {
            ref var entry = ref At(number);
            if (entry.Text is not { } text || ReferenceEquals(text, newer)) continue;
            room -= text.Length;
            if (room < 0) entry.Text = null;
            else newer = text;
        }
    }

    // 32 bytes instead of the 48 of a result and a row: there are sixty for each monitor.
    private struct Entry(SingleResult result, long row)
    {
        private readonly long _at = result.At.UtcTicks;
        private readonly long _tookStateSuccess = (result.Took.Ticks << 8) | ((long)result.State << 1) | (result.IsSuccess ? 1L : 0);

        public string? Text { get; set; } = result.Text;

        public long Row { get; set; } = row;

        public readonly SingleResult Result =>
            new(new DateTimeOffset(_at, TimeSpan.Zero), (_tookStateSuccess & 1) != 0, TimeSpan.FromTicks(_tookStateSuccess >> 8), (byte)((_tookStateSuccess >> 1) & 0x7f), Text);
    }
}
