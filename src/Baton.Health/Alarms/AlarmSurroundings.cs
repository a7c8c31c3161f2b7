namespace Baton.Health.Alarms;

/// <summary>What else decides whether people are told.</summary>
/// <param name="Parents">How those stand that it is reached through.</param>
/// <param name="IsMuted">It is in maintenance, or silenced.</param>
/// <param name="CannotBeAsked">No fresh result can be asked for: it reports by itself, or is isolated.</param>
public readonly record struct AlarmSurroundings(ParentStanding Parents, bool IsMuted, bool CannotBeAsked = false);
