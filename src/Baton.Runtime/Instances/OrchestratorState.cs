using System.Collections.Immutable;
using Baton.Runtime.Links;

namespace Baton.Runtime.Instances;

/// <summary>Which instances and links there are, and what is being done.</summary>
/// <param name="Instances">Those that were added.</param>
/// <param name="Links">In the order in which they were added.</param>
/// <param name="Current">The act under way; null: none.</param>
/// <param name="Waiting">Acts that wait for it, in the order in which they were asked for.</param>
/// <param name="WaitingClients">How many of them are those of clients.</param>
/// <param name="Characters">Of all paths and type names; counted on, since adding them up would cost each add as much as there is.</param>
/// <param name="IsEnded">Nothing more is done.</param>
internal sealed record OrchestratorState(
    ImmutableSortedDictionary<InstanceId, Instance> Instances,
    ImmutableArray<Link> Links,
    LifecycleAsk? Current,
    ImmutableQueue<LifecycleAsk> Waiting,
    int WaitingClients = 0,
    long Characters = 0,
    bool IsEnded = false)
{
    /// <summary>The order of numbers, which is that of their texts.</summary>
    private static readonly Comparer<InstanceId> ById = Comparer<InstanceId>.Create((x, y) => x.Value.CompareTo(y.Value));

    /// <summary>Nothing, and nothing to do.</summary>
    public static OrchestratorState Empty { get; } = new(ImmutableSortedDictionary.Create<InstanceId, Instance>(ById), [], null, ImmutableQueue<LifecycleAsk>.Empty);

    /// <summary>The same with an instance more.</summary>
    public OrchestratorState With(Instance instance) => this with { Instances = Instances.Add(instance.Id, instance), Characters = Characters + instance.Path.Length };

    /// <summary>The same with a link more, at the end.</summary>
    public OrchestratorState With(Link link) => this with { Links = Links.Add(link), Characters = Characters + link.TypeName.Length };

    /// <summary>The same without the link at a place.</summary>
    public OrchestratorState WithoutLink(int at) => this with { Links = Links.RemoveAt(at), Characters = Characters - Links[at].TypeName.Length };

    /// <summary>The same without an instance and the links that name it.</summary>
    public OrchestratorState Without(InstanceId id)
    {
        var links = Links.RemoveAll(link => link.From == id || (link.To is LinkTarget.Local local && local.Id == id));
        var fewer = Instances[id].Path.Length + Links.Sum(link => (long)link.TypeName.Length) - links.Sum(link => (long)link.TypeName.Length);
        return this with { Instances = Instances.Remove(id), Links = links, Characters = Characters - fewer };
    }
}
