namespace Baton.Contracts;

/// <summary>Data of <c>event: services</c>: a part of all services that are wanted, in the order of the manifest.</summary>
/// <param name="Items">The services, at most 250.</param>
/// <param name="Reset">True in the first part: what was known before is forgotten. Else null.</param>
/// <param name="More">True when another part follows. Else null.</param>
public sealed record ServicesPart(IReadOnlyList<ServiceRecord> Items, bool? Reset = null, bool? More = null);

/// <summary>Data of <c>event: changed</c>: services that are different now, besides their figures, or are wanted now.</summary>
/// <param name="Items">The services as they are.</param>
public sealed record ServicesChanged(IReadOnlyList<ServiceRecord> Items);

/// <summary>Data of <c>event: gone</c>: services that are not wanted any more, since they are no longer as was asked for.</summary>
/// <param name="Names">Their names.</param>
public sealed record ServicesGone(IReadOnlyList<string> Names);
