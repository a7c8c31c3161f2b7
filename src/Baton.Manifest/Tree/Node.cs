namespace Baton.Manifest.Tree;

/// <summary>A value of a manifest with its place, whatever format it was written in (TOML, JSON).</summary>
/// <param name="Place">Where the value begins.</param>
public abstract record Node(Place Place)
{
    /// <summary>What it is, for messages: <c>a string</c>, <c>an integer</c>.</summary>
    public abstract string Kind { get; }
}

/// <summary>Text.</summary>
public sealed record StringNode(string Value, Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a string";
}

/// <summary>A whole number; JSON numbers without fraction and exponent are these too.</summary>
public sealed record IntegerNode(long Value, Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "an integer";
}

/// <summary>A number with a fraction or an exponent, and TOML's <c>inf</c> and <c>nan</c>.</summary>
public sealed record FloatNode(double Value, Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a float";
}

/// <summary>true or false.</summary>
public sealed record BooleanNode(bool Value, Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a boolean";
}

/// <summary>JSON's null; TOML has none.</summary>
public sealed record NullNode(Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "null";
}

/// <summary>A TOML date or time, kept as its text in RFC 3339 form.</summary>
/// <param name="Type">Which of the four forms.</param>
/// <param name="Text">As written, with the separator normalised to <c>T</c> and letters in upper case.</param>
/// <param name="Place">Where it begins.</param>
public sealed record DateTimeNode(DateTimeType Type, string Text, Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a date or time";
}

/// <summary>The four date and time forms of TOML 1.0.</summary>
public enum DateTimeType
{
    /// <summary>Date, time and offset.</summary>
    OffsetDateTime,

    /// <summary>Date and time.</summary>
    LocalDateTime,

    /// <summary>A date.</summary>
    LocalDate,

    /// <summary>A time.</summary>
    LocalTime,
}

/// <summary>An array, in order.</summary>
public sealed record ArrayNode(IReadOnlyList<Node> Items, Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "an array";
}

/// <summary>A table (TOML) or object (JSON); its entries keep the order of the file.</summary>
public sealed record TableNode(IReadOnlyList<Entry> Entries, Place Place) : Node(Place)
{
    /// <inheritdoc/>
    public override string Kind => "a table";

    /// <summary>The entry of this key, or null.</summary>
    public Entry? Find(string key) => IndexOf(key) is var index and >= 0 ? Entries[index] : null;

    /// <summary>The index of the entry of this key, or -1.</summary>
    // Asked some fifty times for each table of a manifest: no closure, no enumerator.
    public int IndexOf(string key)
    {
        for (var i = 0; i < Entries.Count; i++)
        {
            if (Entries[i].Key == key) return i;
        }

        return -1;
    }
}

/// <summary>A key with its own place, and its value.</summary>
public sealed record Entry(string Key, Place KeyPlace, Node Value);
