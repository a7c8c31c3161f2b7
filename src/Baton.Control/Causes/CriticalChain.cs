using Baton.Contracts;
using Baton.Core.Notices;
using Baton.Supervision.Services;

namespace Baton.Control.Causes;

/// <summary>
/// What the last start spent its time on: from the service that was ready last back over the one that each was started after. Told by the
/// facts themselves: the start of a service that waited follows from the one that was ready last of what it needs.
/// </summary>
internal static class CriticalChain
{
    private const string ServicePrefix = "service/";

    /// <summary>Each link may cost a look into the journal.</summary>
    private const int MostLinks = 200;

    /// <summary>The chain, the last service first; null when none of the services is ready or has completed.</summary>
    /// <param name="services">Those that may be its end.</param>
    /// <param name="find">A service as it is.</param>
    /// <param name="starting">The start of the present or last run of a service and the fact that it follows from; nulls where that is not known any more.</param>
    public static IReadOnlyList<ChainLink>? Of(IEnumerable<ServiceView> services, Func<string, ServiceView?> find, Func<string, (Notice? Starting, Notice? Cause)> starting)
    {
        var last = services.Where(service => ReadyAt(service) is not null).MaxBy(ReadyAt);
        if (last is null) return null;
        var chain = new List<ServiceView>();
        for (var at = last; at is not null && chain.Count < MostLinks; at = WaitedFor(at, find, starting)) chain.Add(at);
        var began = chain[^1].StartedAt!.Value;
        return [.. chain.Select(service => LinkOf(service, began))];
    }

    private static ChainLink LinkOf(ServiceView service, DateTimeOffset began)
    {
        var (started, ready) = (service.StartedAt!.Value, ReadyAt(service)!.Value);
        return new ChainLink(service.Name, started, ready, Seconds(started - began), Seconds(ready - started));
    }

    /// <summary>The dependency whose getting ready started it; null when it did not wait, or that one has run anew since.</summary>
    private static ServiceView? WaitedFor(ServiceView service, Func<string, ServiceView?> find, Func<string, (Notice? Starting, Notice? Cause)> starting)
    {
        if (starting(service.Name) is not (not null, { } cause) || !cause.Subject.StartsWith(ServicePrefix, StringComparison.Ordinal)) return null;
        var dependency = find(cause.Subject[ServicePrefix.Length..]);
        if (dependency is null || !service.DependsOn.Contains(dependency.Name)) return null;
        return ReadyAt(dependency) is { } ready && ready <= service.StartedAt ? dependency : null;
    }

    private static DateTimeOffset? ReadyAt(ServiceView service) => service is { State: Phase.Running or Phase.Completed, StartedAt: not null } ? service.Since : null;

    private static double Seconds(TimeSpan span) => Math.Max(0, Math.Round(span.TotalSeconds, 3));
}
