using Baton.Processes;

namespace Baton.HostProcess;

/// <summary>Prints every event on a line.</summary>
internal sealed class Printer : IProcessEvents
{
    public void On(ProcessEvent processEvent) => Console.WriteLine(processEvent);
}
