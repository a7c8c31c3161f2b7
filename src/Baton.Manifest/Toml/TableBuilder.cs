using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>
/// A table while the file is read. What cannot change any more (scalars, arrays in brackets, inline tables) is a node already.
/// </summary>
internal sealed class TableBuilder(Place place, TableOrigin origin, int depth)
{
    /// <summary>Up to here a walk over the entries is cheaper than an index, in time and in memory.</summary>
    private const int IndexAbove = 16;

    private readonly List<TableSlot> _slots = [];
    private Dictionary<string, TableSlot>? _index;

    /// <summary>What made it.</summary>
    public TableOrigin Origin { get; private set; } = origin;

    /// <summary>Where it was defined.</summary>
    public Place Place { get; private set; } = place;

    /// <summary>How deep it lies; the root is at 0.</summary>
    public int Depth { get; } = depth;

    /// <summary>Makes a table that was only named on the way a defined one.</summary>
    public void Define(TableOrigin origin, Place place) => (Origin, Place) = (origin, place);

    /// <summary>The entry of this key, or null.</summary>
    public TableSlot? Find(string key)
    {
        if (_index is not null) return _index.GetValueOrDefault(key);
        foreach (var slot in _slots)
        {
            if (slot.Key.Text == key) return slot;
        }

        return null;
    }

    /// <summary>Adds an entry whose key is new.</summary>
    public void Add(TableSlot slot)
    {
        _slots.Add(slot);
        if (_index is null && _slots.Count > IndexAbove) _index = _slots.ToDictionary(s => s.Key.Text, StringComparer.Ordinal);
        else _index?.Add(slot.Key.Text, slot);
    }

    /// <summary>The finished table.</summary>
    public TableNode Build()
    {
        var entries = new Entry[_slots.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = new Entry(_slots[i].Key.Text, _slots[i].Key.Place, _slots[i].Build());
        return new TableNode(entries, Place);
    }
}
