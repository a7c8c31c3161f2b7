namespace Baton.Supervision.Dependencies;

/// <summary>How a monitor stands, for the services that wait for it.</summary>
/// <param name="IsUp">It was found well by this daemon, and nothing keeps calls from it.</param>
/// <param name="IsDown">It was found not well, or is not asked: it will not be up soon.</param>
/// <param name="Words">The same for people, as <c>down: Connection refused on port 5432</c>.</param>
/// <param name="Cause">The fact that it is so; null when none was told.</param>
public readonly record struct MonitorStanding(bool IsUp, bool IsDown, string Words, long? Cause)
{
    /// <summary>Nothing was found yet.</summary>
    public static MonitorStanding Unknown { get; } = new(IsUp: false, IsDown: false, "not found well yet", Cause: null);
}
