using Baton.Runtime.Links;

namespace Baton.Runtime.Instances;

/// <summary>What happens to the orchestrator. A closed family.</summary>
internal abstract record OrchestratorEvent
{
    private OrchestratorEvent()
    {
    }

    /// <summary>A client or an instance asks for a lifecycle act.</summary>
    public sealed record Asked(LifecycleAsk Ask) : OrchestratorEvent;

    /// <summary>The act under way has been done, or could not be, and why.</summary>
    public sealed record Done(IReadOnlyList<string>? Causes) : OrchestratorEvent;

    /// <summary>A client adds a link.</summary>
    public sealed record Linked(long Ticket, Link Link) : OrchestratorEvent;

    /// <summary>A client removes a link.</summary>
    public sealed record Unlinked(long Ticket, string TypeName, LinkTarget To, InstanceId? From) : OrchestratorEvent;

    /// <summary>Everything up to a change is in the state directory, or could not be written, which was told.</summary>
    public sealed record Stored(int Change) : OrchestratorEvent;

    /// <summary>No more is done; who waits is told.</summary>
    public sealed record Ended : OrchestratorEvent;
}
