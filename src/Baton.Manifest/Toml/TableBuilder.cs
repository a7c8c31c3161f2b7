using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>A table while the file is read. What cannot change any more (scalars, arrays in brackets, inline tables) is a node already.</summary>
internal sealed class TableBuilder(Place place, TableOrigin origin, int depth)
{
    /// <summary>Up to here a walk over the entries is cheaper than an index, in time and in memory.</summary>
    private const int IndexAbove = 8;

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

/// <summary>One entry of a table while the file is read.</summary>
internal abstract class TableSlot(KeyPart key)
{
    /// <summary>The key, where it stood first.</summary>
    public KeyPart Key => key;

    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>The finished value.</summary>
    public abstract Node Build();

    /// <summary>A value that is closed: nothing can be added to it.</summary>
    public sealed class Closed(KeyPart key, Node value) : TableSlot(key)
    {
        public override string Kind => value is TableNode ? "an inline table" : value.Kind;

        public override Node Build() => value;
    }

    /// <summary>A table that is still open.</summary>
    public sealed class Table(KeyPart key, TableBuilder builder) : TableSlot(key)
    {
        public TableBuilder Builder => builder;

        public override string Kind => "a table";

        public override Node Build() => builder.Build();
    }

    /// <summary>An array of tables made by <c>[[header]]</c>s; headers below it speak of its last table.</summary>
    public sealed class Tables(KeyPart key, Place place) : TableSlot(key)
    {
        public List<TableBuilder> Builders { get; } = [];

        public override string Kind => "an array of tables";

        public override Node Build() => new ArrayNode([.. Builders.Select(b => b.Build())], place);
    }
}
