namespace Baton.Core;

/// <summary>
/// The one form of every name that people choose (services, later monitors and instances): it becomes part of paths, URLs and
/// environment variables, so nothing in it may need quoting or lead out of a folder.
/// </summary>
public static class Names
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>The form in words, for messages.</summary>
    public const string Rule = "1 to 64 characters, a letter or digit first, then letters, digits, '.', '_' or '-'";

    /// <summary>The supervisor's own log folder; a service of this name would write into it.</summary>
    public const string Reserved = "orchestrator";

    /// <summary>True when <paramref name="name"/> is <c>[A-Za-z0-9][A-Za-z0-9._-]{0,63}</c>.</summary>
    public static bool IsValid(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxLength || !char.IsAsciiLetterOrDigit(name[0])) return false;
        foreach (var c in name.AsSpan(1))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')) return false;
        }

        return true;
    }
}
