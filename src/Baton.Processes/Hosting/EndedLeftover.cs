namespace Baton.Processes.Hosting;

/// <summary>A process of a dead daemon that was ended.</summary>
/// <param name="Id">The run it belonged to; a service that is not recorded any more is named by its slot (<c>?3</c>).</param>
/// <param name="Pid">Its pid; 0 is a container.</param>
/// <param name="Program">The name it went by.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record EndedLeftover(RunId Id, int Pid, string Program, LeftoverOutcome Outcome);

/// <summary>How what a dead daemon left has ended.</summary>
public enum LeftoverOutcome
{
    /// <summary>It ended when asked.</summary>
    Terminated,

    /// <summary>It, or another process of its run, had to be killed.</summary>
    Killed,

    /// <summary>The kernel has not let go of its run within five seconds of the kill; the host goes on watching it. Or the engine has not removed its container.</summary>
    Stuck,
}
