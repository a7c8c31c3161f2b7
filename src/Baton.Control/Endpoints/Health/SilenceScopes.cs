using Baton.Contracts.Health;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Health.Alarms;

namespace Baton.Control.Endpoints.Health;

/// <summary>Reads of whom a silence is to be, or to end. An empty list is refused: it must not mean all.</summary>
internal static class SilenceScopes
{
    private const int MostShown = 20, LongestShown = 100;

    /// <summary>From the address and the body.</summary>
    public static SilenceScope Read(ControlRequest request, SilenceRequest wanted)
    {
        if (request.Name.Length == 0) return new SilenceScope(ListOf("monitors", wanted.Monitors), ListOf("tags", wanted.Tags));
        if (wanted.Monitors is null && wanted.Tags is null) return SilenceScope.Of(request.Name);
        throw ProblemException.Invalid("the address says of whom; \"monitors\" and \"tags\" go with POST /api/v1/silences");
    }

    /// <summary>From the address with its query.</summary>
    public static SilenceScope Read(ControlRequest request)
    {
        if (request.Name.Length > 0)
        {
            _ = new QueryReader(request.Context.Request);
            return SilenceScope.Of(request.Name);
        }

        var query = new QueryReader(request.Context.Request, "monitor", "tag");
        if (request.Context.Request.Query.Any(given => given.Value.Any(string.IsNullOrEmpty))) throw ProblemException.Invalid("the name of a monitor, and a tag, is not empty");
        return new SilenceScope(query.Texts("monitor"), query.Texts("tag"));
    }

    /// <summary>Says that no monitor has a tag.</summary>
    public static BatonException UnknownTag(ControlRequest request, string tag)
    {
        var tags = (request.Sources.Monitors?.Views ?? []).SelectMany(view => view.Definition.Tags).Distinct(StringComparer.Ordinal).Take(MostShown + 1).ToList();
        var known = tags.Count == 0 ? "none has one" : $"there are: {string.Join(", ", tags.Take(MostShown))}{(tags.Count > MostShown ? ", …" : "")}";
        return new BatonException(ErrorCode.NotFound, $"no monitor has {(tag.Length <= LongestShown ? $"the tag \"{tag}\"" : "this tag")}; {known}");
    }

    private static IReadOnlyList<string> ListOf(string name, IReadOnlyList<string>? given)
    {
        if (given is null) return [];
        if (given.Count > 0 && !given.Any(string.IsNullOrEmpty)) return given;
        throw ProblemException.Invalid($"\"{name}\" must hold at least one, and none that is empty; without \"monitors\" and \"tags\" all monitors are silenced");
    }
}
