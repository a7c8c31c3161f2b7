using System.Globalization;

namespace Baton.Manifest.Tree;

/// <summary>Where in a file something stands.</summary>
/// <param name="File">The file's name as the user would type it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, counted in characters (UTF-16 units).</param>
public readonly record struct Place(string File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
