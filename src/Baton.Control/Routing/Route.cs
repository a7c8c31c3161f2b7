using Baton.Control.Access;
using Baton.Control.Describing;
using Baton.Control.Problems;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Routing;

/// <summary>One line of the API's table.</summary>
/// <param name="Method"><c>GET</c>, <c>POST</c> or <c>DELETE</c>; what takes GET takes HEAD.</param>
/// <param name="Path">Its path; a segment in braces takes any value, and a last one <c>{name*}</c> all that follows, also nothing.</param>
/// <param name="Handle">What answers.</param>
internal sealed record Route(string Method, string Path, Func<ControlRequest, Task> Handle)
{
    private readonly string[] _segments = Path.Split('/');

    /// <summary>Who may ask. Default: who looks at something may look, who does anything else may operate.</summary>
    public Need Needs { get; init; } = Method == "GET" ? Need.Read : Need.Operate;

    /// <summary>A page of the dashboard or a file of one: links of other sites may lead to it, and who has not logged in is led to where that is done.</summary>
    public bool IsPage { get; init; }

    /// <summary>A route of the manifest may take its place.</summary>
    public bool GivesWay { get; init; }

    /// <summary>A picture for everybody, which pages of other sites may show.</summary>
    public bool IsShownElsewhere { get; init; }

    /// <summary>What programs are told of it; a test fails for a route without.</summary>
    public RouteAbout? About { get; init; }

    /// <summary>How its failures are written. Default: as one problem body.</summary>
    public Func<HttpContext, Exception, Task<bool>> WriteProblem { get; init; } = ProblemWriter.WriteAsync;

    /// <summary>Name of the manifest's route by which it is answered elsewhere; null for Baton's own.</summary>
    public string? ForwardsAs { get; init; }

    private bool IsOpenEnded => _segments[^1].EndsWith("*}", StringComparison.Ordinal);

    /// <summary>Whether <paramref name="path"/> is of this route.</summary>
    /// <param name="path">Segments of the path asked for.</param>
    /// <param name="name">Value of the segment in braces.</param>
    public bool Matches(string[] path, out string name)
    {
        name = "";
        if (IsOpenEnded ? path.Length < _segments.Length : path.Length != _segments.Length) return false;
        for (var i = 0; i < _segments.Length; i++)
        {
            if (i == _segments.Length - 1 && IsOpenEnded)
            {
                name = string.Join('/', path[i..]);
                return true;
            }

            if (_segments[i].StartsWith('{') && path[i].Length > 0) name = path[i];
            else if (_segments[i] != path[i]) return false;
        }

        return true;
    }
}
