namespace Baton.Control.Notify;

/// <summary>Keeps over daemons up to where each target was told.</summary>
public interface INotifyMemory
{
    /// <summary>What is known of a target; null: nothing.</summary>
    NotifyPlace? Of(string target);

    /// <summary>Keeps it, and returns soon; what the disk does not take is told once.</summary>
    void Store(string target, NotifyPlace place);

    /// <summary>There is no such target any more.</summary>
    void Forget(string target);
}

/// <summary>Up to where a target was told.</summary>
/// <param name="Seq">Number of the newest event that was told, or was not wanted.</param>
/// <param name="Troubles">Services of which a trouble was told, with its word.</param>
public sealed record NotifyPlace(long Seq, IReadOnlyList<KeyValuePair<string, string>> Troubles);
