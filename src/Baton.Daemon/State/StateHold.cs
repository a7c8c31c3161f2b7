namespace Baton.Daemon.State;

/// <summary>What has become of a state directory since it was taken hold of.</summary>
public enum StateHold
{
    /// <summary>It is where it was.</summary>
    Held,

    /// <summary>It, or a folder above it, has another name now. The lock went along, so no other daemon can take it there.</summary>
    Moved,

    /// <summary>It was deleted: a new one in its place belongs to whoever comes.</summary>
    Lost,
}
