using System.Globalization;

namespace Baton.Manifest.Text;

/// <summary>
/// What a manifest may hold at most: far above any real one, low enough that a hostile or wrong file does not take the machine's memory.
/// </summary>
public static class Limits
{
    /// <summary>Longest file: 16 MiB.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Deepest nesting of tables and arrays; the root is at depth 0. Everything that walks a tree may recurse.</summary>
    public const int MaxDepth = 128;

    /// <summary>Most values (tables and arrays count) in one file.</summary>
    public const int MaxValues = 1_000_000;

    /// <summary>For files over <see cref="MaxBytes"/>.</summary>
    internal static string TooLarge { get; } = Larger(MaxBytes);

    /// <summary>For files over <see cref="MaxValues"/>.</summary>
    internal static string TooManyValues { get; } =
        string.Create(CultureInfo.InvariantCulture, $"the file holds more than {MaxValues:N0} values");

    /// <summary>For what nests over <see cref="MaxDepth"/>.</summary>
    internal static string TooDeep { get; } =
        string.Create(CultureInfo.InvariantCulture, $"tables and arrays nest deeper than {MaxDepth} levels");

    /// <summary>For files over any limit of whole MiB.</summary>
    internal static string Larger(int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"the file is larger than {limit / 1024 / 1024} MiB");
}
