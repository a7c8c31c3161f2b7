namespace Baton.Supervision.Services;

/// <summary>What somebody waits for. The waiting also ends where it would be in vain; the state then tells.</summary>
public enum WaitGoal
{
    /// <summary>It is ready. In vain: it has failed or completed, or was stopped.</summary>
    Ready,

    /// <summary>It has completed. In vain: it has failed or was stopped.</summary>
    Completed,

    /// <summary>It has no process and none comes by itself soon: stopped, completed or failed.</summary>
    Stopped,
}
