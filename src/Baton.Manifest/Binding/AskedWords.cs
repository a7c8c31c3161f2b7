namespace Baton.Manifest.Binding;

/// <summary>
/// Which keys a table was asked for, in their order: the last one, which knows the one before. Tables of one kind are asked for the same keys
/// in the same order, so thousands of them share one such row, and asking costs a comparison.
/// </summary>
internal sealed class AskedWords
{
    private readonly AskedWords? _before;
    private readonly string _word;
    private AskedWords? _next;
    private AskedWords? _other;

    private AskedWords(AskedWords? before, string word) => (_before, _word) = (before, word);

    /// <summary>A row that nothing was asked in yet.</summary>
    public static AskedWords Begin() => new(null, "");

    /// <summary>The row with one more.</summary>
    public AskedWords Then(string word)
    {
        for (var next = _next; next is not null; next = next._other)
        {
            if (ReferenceEquals(next._word, word) || next._word == word) return next;
        }

        return _next = new AskedWords(this, word) { _other = _next };
    }

    /// <summary>All of them, the last first; a word may be there more than once.</summary>
    public IEnumerable<string> All()
    {
        for (var at = this; at._before is { } before; at = before) yield return at._word;
    }
}
