namespace Baton.Runtime.Instances;

/// <summary>Somebody asks for a lifecycle act.</summary>
/// <param name="Act">What.</param>
/// <param name="Ticket">Number of the request of a client; 0 when an instance asks.</param>
/// <param name="Sender">The instance that asks; null when a client does.</param>
internal sealed record LifecycleAsk(LifecycleAct Act, long Ticket, InstanceId? Sender = null);
