namespace Baton.Runtime.Routing;

/// <summary>What the router has done since it began.</summary>
/// <param name="Links">Each link, in the order in which they were made.</param>
/// <param name="Skipped">Lines of instances that were no messages, or too long.</param>
/// <param name="Unlinked">Messages of types that no link is for.</param>
/// <param name="Telemetry">Measurements that instances told.</param>
/// <param name="Refused">Datagrams that were rubbish, too long, or of nobody who may send.</param>
public sealed record RouterFigures(IReadOnlyList<LinkFigures> Links, long Skipped, long Unlinked, long Telemetry, long Refused);
