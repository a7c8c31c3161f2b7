namespace Baton.Health.Alarms;

/// <summary>A raise that was held back is told only when the endpoint still fails: whether that is to be shown.</summary>
public enum AlarmProof
{
    /// <summary>No: the latest failure is enough.</summary>
    None,

    /// <summary>Yes, once nothing holds it back any more.</summary>
    Needed,

    /// <summary>A fresh result was asked for.</summary>
    Asked,
}
