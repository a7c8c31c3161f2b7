namespace Baton.Supervision.Reload;

/// <summary>What of a service is different, in the manifest's words.</summary>
/// <param name="Key">The key.</param>
/// <param name="Need">What it takes to put it in force.</param>
/// <param name="Parts">Which of its entries, by name; their values may be secrets and are not in it. Empty when it has no entries.</param>
public sealed record ChangedKey(string Key, ChangeNeed Need, IReadOnlyList<string> Parts)
{
    /// <summary><c>command</c>, <c>env (PORT, TOKEN)</c>.</summary>
    public override string ToString() => Parts.Count == 0 ? Key : $"{Key} ({string.Join(", ", Parts)})";
}

/// <summary>What it takes to put a change in force; the greatest of several counts.</summary>
public enum ChangeNeed
{
    /// <summary>Nothing: it holds at once, or from the next run on, and the present run stays.</summary>
    Nothing,

    /// <summary>The service reads files again.</summary>
    ReloadCommand,

    /// <summary>A new run.</summary>
    Restart,
}
