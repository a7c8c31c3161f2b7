using System.Collections.Immutable;
using Baton.Runtime.Links;

namespace Baton.Runtime.Instances;

/// <summary>Which instances and links there are, and what is being done.</summary>
/// <param name="Instances">Those that were added.</param>
/// <param name="Links">In the order in which they were added.</param>
/// <param name="Current">The act under way; null: none.</param>
/// <param name="Waiting">Acts that wait for it, in the order in which they were asked for.</param>
/// <param name="WaitingClients">How many of them are those of clients.</param>
/// <param name="IsEnded">Nothing more is done.</param>
internal sealed record OrchestratorState(
    ImmutableSortedDictionary<InstanceId, Instance> Instances,
    ImmutableArray<Link> Links,
    LifecycleAsk? Current,
    ImmutableQueue<LifecycleAsk> Waiting,
    int WaitingClients = 0,
    bool IsEnded = false)
{
    /// <summary>The order of numbers, which is that of their texts.</summary>
    private static readonly Comparer<InstanceId> ById = Comparer<InstanceId>.Create((x, y) => x.Value.CompareTo(y.Value));

    /// <summary>Nothing, and nothing to do.</summary>
    public static OrchestratorState Empty { get; } = new(ImmutableSortedDictionary.Create<InstanceId, Instance>(ById), [], null, ImmutableQueue<LifecycleAsk>.Empty);

    /// <summary>Characters of all paths and type names.</summary>
    public long Characters => Instances.Values.Sum(instance => (long)instance.Path.Length) + Links.Sum(link => (long)link.TypeName.Length);

    /// <summary>The same without an instance and the links that name it.</summary>
    public OrchestratorState Without(InstanceId id) => this with
    {
        Instances = Instances.Remove(id),
        Links = Links.RemoveAll(link => link.From == id || (link.To is LinkTarget.Local local && local.Id == id)),
    };
}
