using Baton.Core.Notices;
using Baton.Runtime.Instances;
using Baton.Runtime.Routing;
using Baton.Runtime.Telemetry;

namespace Baton.Daemon.Wiring;

/// <summary>What instances ask and tell goes to the orchestrator, the telemetry server and the journal.</summary>
/// <param name="telemetry">Where measurements go; null: they are dropped.</param>
/// <param name="notices">Where people are told.</param>
internal sealed class RuntimeEvents(TelemetrySender? telemetry, NoticeBoard notices) : IRouterEvents
{
    private volatile Orchestrator? _orchestrator;

    /// <summary>Requests of instances go there; nothing is read of an instance before one is there.</summary>
    public void Connect(Orchestrator orchestrator) => _orchestrator = orchestrator;

    /// <inheritdoc/>
    public void StartAsked(InstanceId sender, InstanceId which, InstancePriority? priority) => _orchestrator?.StartAsked(sender, which, priority);

    /// <inheritdoc/>
    public void StopAsked(InstanceId sender, InstanceId which) => _orchestrator?.StopAsked(sender, which);

    /// <inheritdoc/>
    public void TelemetryTold(InstanceId sender, ReadOnlySpan<byte> json) => telemetry?.Send(json);

    /// <inheritdoc/>
    public void Noticed(InstanceId? instance, string text) => notices.Publish(instance is { } id ? $"service/{id}" : "daemon", "link_trouble", cause: null, text);
}
