using System.Collections.Immutable;
using System.Globalization;
using Baton.Runtime.Links;
using Baton.Runtime.Wire;

namespace Baton.Runtime.Instances;

/// <summary>What of the runtime part outlives a daemon, as it is written.</summary>
/// <param name="Instances">In the order of their numbers.</param>
/// <param name="Links">In the order in which they were added.</param>
internal sealed record RuntimeDocument(IReadOnlyList<RuntimeDocument.InstanceEntry> Instances, IReadOnlyList<RuntimeDocument.LinkEntry> Links)
{
    /// <summary>An instance.</summary>
    internal sealed record InstanceEntry(string Id, string Path, bool Privileged, bool Upload);

    /// <summary>A link.</summary>
    internal sealed record LinkEntry(string TypeName, string To, string? From, LinkPolicy Policy, int Queue);

    /// <summary>Nothing.</summary>
    public static RuntimeDocument Empty { get; } = new([], []);

    /// <summary>There was something that could not be read.</summary>
    internal bool IsDamaged { get; init; }

    public static RuntimeDocument Of(OrchestratorState state) => new(
        [.. state.Instances.Values.Select(instance => new InstanceEntry(instance.Id.ToString(), instance.Path, instance.IsPrivileged, instance.IsUpload))],
        [.. state.Links.Select(link => new LinkEntry(link.TypeName, TargetText.Of(link.To), link.From?.ToString(), link.Policy, link.Queue))]);

    /// <summary>The state to begin with. What makes no sense in it is left out and told: no daemon wrote it.</summary>
    public OrchestratorState ToState(Action<string> notice)
    {
        var sound = Instances.Select(ToInstance).OfType<Instance>().DistinctBy(instance => instance.Id).Take(RuntimeLimits.Instances);
        var instances = OrchestratorState.Empty.Instances.AddRange(sound.Select(instance => KeyValuePair.Create(instance.Id, instance)));
        var links = Links.Select(ToLink).OfType<Link>().Where(link => IsThere(link.From) && (link.To is not LinkTarget.Local local || IsThere(local.Id))).Take(RuntimeLimits.Links).ToImmutableArray();
        var left = Instances.Count - instances.Count + Links.Count - links.Length;
        if (left > 0) notice(string.Create(CultureInfo.InvariantCulture, $"{left} entries of instances and links that were kept make no sense and are left out"));
        return OrchestratorState.Empty with
        {
            Instances = instances,
            Links = links,
            Characters = instances.Values.Sum(instance => (long)instance.Path.Length) + links.Sum(link => (long)link.TypeName.Length),
        };

        bool IsThere(InstanceId? id) => id is null || instances.ContainsKey(id.Value);
    }

    private static Instance? ToInstance(InstanceEntry? entry) => entry is not null && InstanceId.TryParse(entry.Id, out var id)
        ? new Instance(id, entry.Path, entry.Privileged, entry.Upload)
        : null;

    private static Link? ToLink(LinkEntry? entry)
    {
        InstanceId from = default;
        return entry is not null && TargetText.TryParse(entry.To, out var to) && (entry.From is null || InstanceId.TryParse(entry.From, out from)) && Enum.IsDefined(entry.Policy)
            && entry.Queue is >= 1 and <= Link.MostQueue
            ? new Link(entry.TypeName, to, entry.From is null ? null : from, entry.Policy, entry.Queue)
            : null;
    }
}
