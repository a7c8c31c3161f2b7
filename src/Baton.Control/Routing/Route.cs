namespace Baton.Control.Routing;

/// <summary>One line of the API's table.</summary>
/// <param name="Method"><c>GET</c> or <c>POST</c>.</param>
/// <param name="Path">Its path; a segment in braces takes any value.</param>
/// <param name="Handle">What answers.</param>
internal sealed record Route(string Method, string Path, Func<ControlRequest, Task> Handle)
{
    private readonly string[] _segments = Path.Split('/');

    /// <summary>Whether <paramref name="path"/> is of this route.</summary>
    /// <param name="path">Segments of the path asked for.</param>
    /// <param name="name">Value of the segment in braces.</param>
    public bool Matches(string[] path, out string name)
    {
        name = "";
        if (path.Length != _segments.Length) return false;
        for (var i = 0; i < path.Length; i++)
        {
            if (_segments[i].StartsWith('{') && path[i].Length > 0) name = path[i];
            else if (_segments[i] != path[i]) return false;
        }

        return true;
    }
}
