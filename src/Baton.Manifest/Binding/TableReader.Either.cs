using Baton.Manifest.Tree;

namespace Baton.Manifest.Binding;

/// <content>What may be written in two ways.</content>
public sealed partial class TableReader
{
    /// <summary>Text that is not empty, or a whole number; as users are named.</summary>
    /// <returns>One of the two; neither when the key is missing or a problem was told.</returns>
    public (string? Text, long? Number) TextOrInteger(string key) => Ask(key) switch
    {
        null => default,
        IntegerNode number => (null, number.Value),
        { } value => (TextOf(value, "a string or an integer", allowEmpty: false), null),
    };
}
