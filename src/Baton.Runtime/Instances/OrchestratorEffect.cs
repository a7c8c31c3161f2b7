using Baton.Runtime.Links;

namespace Baton.Runtime.Instances;

/// <summary>What the orchestrator's machine wants done, in this order. A closed family.</summary>
internal abstract record OrchestratorEffect
{
    private OrchestratorEffect()
    {
    }

    /// <summary>Do the act with processes and sockets, and report <see cref="OrchestratorEvent.Done"/>. Never two at once.</summary>
    /// <param name="Act">What.</param>
    /// <param name="Known">The instances that a clear is about; empty for all else.</param>
    public sealed record Begin(LifecycleAct Act, IReadOnlyList<Instance> Known) : OrchestratorEffect;

    /// <summary>Take away the socket, and an upload, of an instance that is gone.</summary>
    public sealed record Forget(Instance Instance) : OrchestratorEffect;

    /// <summary>These are the links now.</summary>
    public sealed record SetLinks(IReadOnlyList<Link> Links) : OrchestratorEffect;

    /// <summary>Something changed that outlives the daemon.</summary>
    public sealed record Store : OrchestratorEffect;

    /// <summary>Answer a client, once all that was stored before is written.</summary>
    /// <param name="Ticket">Which request.</param>
    /// <param name="Causes">Why not; null: it was done.</param>
    public sealed record Answer(long Ticket, IReadOnlyList<string>? Causes) : OrchestratorEffect;

    /// <summary>Answer an instance.</summary>
    /// <param name="Sender">Which.</param>
    /// <param name="IsStart">It asked for a start.</param>
    /// <param name="Error">Why not; null: it was done.</param>
    public sealed record AnswerInstance(InstanceId Sender, bool IsStart, string? Error) : OrchestratorEffect;
}
