namespace Baton.Health.History.Store;

/// <summary>What people should know of the saving.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record StoreNotice(StoreNoticeKind Kind, string Detail);
