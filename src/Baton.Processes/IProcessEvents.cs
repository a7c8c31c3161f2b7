namespace Baton.Processes;

/// <summary>Where an <see cref="IProcessHost"/> delivers its events.</summary>
public interface IProcessEvents
{
    /// <summary>Takes one event, on a thread of the host that others wait for: post it to a mailbox and return.</summary>
    void On(ProcessEvent processEvent);
}
