using Baton.Runtime.Links;

namespace Baton.Runtime.Instances;

/// <summary>What there is at one moment.</summary>
/// <param name="Instances">In the order of their numbers.</param>
/// <param name="Links">In the order in which they were added.</param>
public sealed record RuntimeInfo(IReadOnlyList<InstanceInfo> Instances, IReadOnlyList<Link> Links);
