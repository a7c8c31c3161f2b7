namespace Baton.Health.Routes;

/// <summary>What the path of a route may be.</summary>
public static class RoutePath
{
    private const int Longest = 256;
    private const string Marks = "-._~!$&'()*+,;=:@/";

    /// <summary>What Baton answers itself, with all below it. A test holds it together with the table of the API.</summary>
    public static IReadOnlyList<string> Own { get; } = ["/api/v1", "/api/services", "/ui", "/services", "/health", "/healthz", "/metrics", "/openapi", "/status"];

    /// <summary>What is wrong with a path, so that it can follow on the path and a colon; null when nothing is.</summary>
    /// <param name="path">As it is written.</param>
    /// <param name="isExact">Nothing below it is meant.</param>
    public static string? Problem(string path, bool isExact)
    {
        if (!path.StartsWith('/')) return "a path begins with a slash, as in path = \"/api/orders\"";
        if (path == "/") return "Baton answers \"/\" itself; give a path below it, as in path = \"/api/orders\"";
        if (path.EndsWith('/')) return $"it must not end with a slash; say \"{path.TrimEnd('/')}\", which covers all below it";
        if (path.Length > Longest) return $"it is longer than {Longest} characters";
        if (path.Any(c => !char.IsAsciiLetterOrDigit(c) && !Marks.Contains(c, StringComparison.Ordinal))) return $"it may hold letters, digits and {Marks} only";
        if (path.Split('/')[1..].Any(static segment => segment is "" or "." or "..")) return "its segments must not be empty, \".\" or \"..\"";
        return Own.FirstOrDefault(own => Covers(own, path) || (!isExact && Covers(path, own))) is { } taken ? $"Baton answers \"{taken}\" and all below it itself; choose another path" : null;
    }

    /// <summary>Whether a path is another or below it.</summary>
    public static bool Covers(string above, string path) =>
        path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] == '/');
}
