namespace Baton.Contracts.Robot;

/// <summary>The words of the robot's API for what a service is doing.</summary>
public static class RobotStates
{
    /// <summary>Not running, or done.</summary>
    public const string Stopped = "stopped";

    /// <summary>Being started, or waiting for what it needs.</summary>
    public const string Starting = "starting";

    /// <summary>Running.</summary>
    public const string Running = "running";

    /// <summary>Being stopped.</summary>
    public const string Stopping = "stopping";

    /// <summary>Its last run failed.</summary>
    public const string Crashed = "crashed";
}
