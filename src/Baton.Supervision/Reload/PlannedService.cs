namespace Baton.Supervision.Reload;

/// <summary>What a reload does to one service.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Act">What is done.</param>
/// <param name="Keys">What is different, in the manifest's words; empty for one that is new, gone, or touched only because of another.</param>
/// <param name="Because">Why it is touched though it is not different, as a person would say it; null when that is plain.</param>
public sealed record PlannedService(string Name, PlannedAct Act, IReadOnlyList<ChangedKey> Keys, string? Because = null);

/// <summary>What is done to a service by a reload.</summary>
public enum PlannedAct
{
    /// <summary>It is stopped and forgotten.</summary>
    Remove,

    /// <summary>It is known from now on and not started.</summary>
    Add,

    /// <summary>It is started.</summary>
    Start,

    /// <summary>It is stopped and started again.</summary>
    Restart,

    /// <summary>Its <c>reload_command</c> is run; the run stays.</summary>
    ReloadCommand,

    /// <summary>Its definition is another; the run stays, or there is none.</summary>
    Change,
}

/// <summary>What a plan must know of a service as it is now.</summary>
/// <param name="IsDesired">It is meant to run.</param>
/// <param name="IsLive">It has a process, or may have one in an instant.</param>
/// <param name="IsStoppedByPerson">Somebody has asked for its stop, and it stays stopped.</param>
/// <param name="IsEnabled">What a person has said of its being enabled; null: nothing.</param>
public readonly record struct ServiceStanding(bool IsDesired, bool IsLive, bool IsStoppedByPerson, bool? IsEnabled);
