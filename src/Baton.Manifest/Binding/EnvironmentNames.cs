namespace Baton.Manifest.Binding;

/// <summary>Names of environment variables.</summary>
public static class EnvironmentNames
{
    /// <summary>The system takes it: not empty, without <c>=</c> and NUL.</summary>
    public static bool IsPossible(string name) => name.Length > 0 && name.AsSpan().IndexOfAny('=', '\0') < 0;

    /// <summary>A shell takes it too: letters, digits and <c>_</c>, no digit first.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
