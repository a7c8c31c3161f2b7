namespace Baton.Health.Alarms;

/// <summary>What people were told of a monitor, and what they are to be told.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="Failures">Failures in a row; stops growing once it is down.</param>
/// <param name="Since">When the first of them was; null when the latest result was none.</param>
/// <param name="Reason">Of the latest failure.</param>
/// <param name="ToldSince">People were told that it is down, and that it is since then; null when they were not, or were told that it is up.</param>
/// <param name="Recent">The latest results.</param>
/// <param name="IsFlapping">They change too often: neither down nor up is told.</param>
/// <param name="IsFlappingTold">People were told of that.</param>
/// <param name="Proof">Of a raise that is held back.</param>
public sealed record AlarmState(
    AlarmStanding Standing,
    int Failures,
    DateTimeOffset? Since,
    string? Reason,
    DateTimeOffset? ToldSince,
    FlapWindow Recent,
    bool IsFlapping,
    bool IsFlappingTold,
    AlarmProof Proof)
{
    /// <summary>Nothing known, nobody told.</summary>
    public static readonly AlarmState New = new(AlarmStanding.Unknown, 0, null, null, null, default, false, false, AlarmProof.None);

    /// <summary>It is down, and people do not know it yet.</summary>
    public bool IsHeldBack => Standing == AlarmStanding.Down && ToldSince is null;
}
