using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Control.Services;

/// <summary>Which services are asked for. Everything said must hold.</summary>
/// <param name="Names">Services and groups; none means all.</param>
/// <param name="States">Words of states; none means any.</param>
/// <param name="IsReady">Whether they are ready; null: either.</param>
/// <param name="Search">What stands somewhere in their name, display name, description or a group, in any case; null: anything.</param>
internal sealed record ServiceFilter(IReadOnlyList<string> Names, IReadOnlySet<string> States, bool? IsReady, string? Search)
{
    /// <summary>The parameters of a query that say it.</summary>
    public static readonly string[] Parameters = ["service", "state", "ready", "search"];

    private const int LongestSearch = 200;
    private static readonly string[] AllStates = [.. Enum.GetValues<Phase>().Select(PhaseWords.Of)];

    /// <summary>What a query says.</summary>
    public static ServiceFilter Read(QueryReader query)
    {
        var states = query.Texts("state").ToHashSet();
        if (states.Any(state => !AllStates.Contains(state))) throw ProblemException.Invalid($"parameter \"state\" must be one of {string.Join(", ", AllStates)}");
        var search = query.Text("search");
        if (search is { Length: > LongestSearch }) throw ProblemException.Invalid($"parameter \"search\" may have at most {LongestSearch} characters");
        return new ServiceFilter(query.Texts("service"), states, query.Text("ready") is null ? null : query.Flag("ready"), search);
    }

    /// <summary>The services that are wanted now, in their order.</summary>
    /// <exception cref="BatonException">NotFound: no service and no group has a name.</exception>
    public IReadOnlyList<ServiceView> Of(Supervisor supervisor)
    {
        var named = NamesIn(supervisor);
        var all = supervisor.Services;
        return named is null && !LooksAtState ? all : [.. all.Where(service => named?.Contains(service.Name) != false && Wants(service))];
    }

    /// <summary>The names of the services that <see cref="Names"/> means now; null: all.</summary>
    /// <exception cref="BatonException">NotFound: no service and no group has a name.</exception>
    public IReadOnlySet<string>? NamesIn(Supervisor supervisor) => Names.Count == 0 ? null : supervisor.NamesOf(Names).ToHashSet();

    /// <summary>Whether one that is named, or nothing is, is wanted as it is.</summary>
    public bool Wants(ServiceView service) =>
        (States.Count == 0 || States.Contains(PhaseWords.Of(service.State)))
        && (IsReady is not { } ready || service.IsReady == ready)
        && (Search is not { } text || Has(service.Name, text) || Has(service.DisplayName, text) || Has(service.Description, text) || service.Groups.Any(group => Has(group, text)));

    private bool LooksAtState => States.Count > 0 || IsReady is not null || Search is not null;

    private static bool Has(string? whole, string part) => whole?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
