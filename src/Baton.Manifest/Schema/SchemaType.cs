namespace Baton.Manifest.Schema;

/// <summary>What a value must be; a closed family. Ranges include both ends.</summary>
public abstract record SchemaType
{
    private SchemaType()
    {
    }

    /// <summary>Text; not empty unless that is allowed.</summary>
    /// <param name="Pattern">ECMA 262 expression that it must match; null is any.</param>
    /// <param name="AllowEmpty">Empty counts as missing, or is a value.</param>
    public sealed record Text(string? Pattern = null, bool AllowEmpty = false) : SchemaType;

    /// <summary>One of these words.</summary>
    public sealed record Word(params string[] Words) : SchemaType;

    /// <summary>A whole number.</summary>
    public sealed record Whole(long Min, long Max) : SchemaType;

    /// <summary>A number, with or without a fraction.</summary>
    public sealed record Number(double Min, double Max) : SchemaType;

    /// <summary>true or false.</summary>
    public sealed record Flag : SchemaType;

    /// <summary>An array.</summary>
    /// <param name="Item">What each item must be.</param>
    /// <param name="MinItems">How many there must be.</param>
    public sealed record Items(SchemaType Item, int MinItems = 0) : SchemaType;

    /// <summary>A table whose keys people choose and whose values are all of one type.</summary>
    public sealed record Map(SchemaType Value) : SchemaType;

    /// <summary>One of several types.</summary>
    public sealed record Either(params SchemaType[] Types) : SchemaType;

    /// <summary>A table with keys of its own.</summary>
    /// <param name="Keys">All of them.</param>
    /// <param name="Required">Those that must be there.</param>
    public sealed record Table(IReadOnlyList<SchemaKey> Keys, params string[] Required) : SchemaType;

    /// <summary>Tables whose keys are names of services.</summary>
    /// <param name="Value">What each must be.</param>
    /// <param name="MinCount">How many there must be.</param>
    public sealed record Named(SchemaType Value, int MinCount = 0) : SchemaType;

    /// <summary>A type that is written once and referred to by its name.</summary>
    public sealed record Shared(string Name, SchemaType Type) : SchemaType;

    /// <summary>JSON's null, for "none".</summary>
    public sealed record Null : SchemaType;

    /// <summary>Nothing: the key is known and refused.</summary>
    public sealed record Refused : SchemaType;
}
