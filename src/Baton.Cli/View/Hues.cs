namespace Baton.Cli.View;

/// <summary>One colour for each service, the same in every view and on every machine.</summary>
internal static class Hues
{
    // Of the 256-colour palette: told apart on dark and on light ground; no red (errors), no grey (notes).
    private static readonly byte[] Palette = [33, 37, 39, 64, 68, 70, 72, 97, 99, 104, 130, 133, 136, 141, 166, 172, 175, 178];

    /// <summary>The terminal sequence for a service's name.</summary>
    public static string Of(string name) => $"\e[38;5;{Palette[Hash(name) % (uint)Palette.Length]}m";

    // FNV-1a: string.GetHashCode differs from process to process.
    private static uint Hash(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name) hash = unchecked((hash ^ c) * 16777619u);
        return hash;
    }
}
