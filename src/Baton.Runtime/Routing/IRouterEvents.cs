using Baton.Runtime.Instances;

namespace Baton.Runtime.Routing;

/// <summary>What instances ask and tell beyond messages. Called on the router's thread: an implementation hands on and returns.</summary>
public interface IRouterEvents
{
    /// <summary>
    /// An instance asks for another to be started. Nothing else is read from it until <see cref="MessageRouter.Answer"/>.
    /// </summary>
    void StartAsked(InstanceId sender, InstanceId which, InstancePriority? priority);

    /// <summary>An instance asks for another, or itself, to be stopped. Nothing else is read from it until <see cref="MessageRouter.Answer"/>.</summary>
    void StopAsked(InstanceId sender, InstanceId which);

    /// <summary>An instance tells what it measures.</summary>
    /// <param name="sender">Who.</param>
    /// <param name="json">The object inside <c>Telemetry</c> as compact JSON on one line, without a line end; valid during the call only.</param>
    void TelemetryTold(InstanceId sender, ReadOnlySpan<byte> json);

    /// <summary>Something that people should know, for the log: a skipped line, a process that is not the instance's own on its socket, a socket that failed.</summary>
    void Noticed(InstanceId? instance, string text);
}
