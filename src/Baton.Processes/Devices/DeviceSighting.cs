namespace Baton.Processes.Devices;

/// <summary>What was behind a set of paths at one look.</summary>
/// <param name="Missing">The paths that lead to nothing, in the order they were asked for; a link that dangles or loops is missing.</param>
/// <param name="Identity">
/// Text that is equal at two looks exactly when the same things were behind the same paths, and the same were missing. A device that went
/// and came back is another thing, also when its name and number are as before.
/// </param>
public sealed record DeviceSighting(IReadOnlyList<string> Missing, string Identity)
{
    /// <summary>Nothing is missing.</summary>
    public bool AreAllPresent => Missing.Count == 0;

    /// <summary>Compares what was seen; <see cref="Identity"/> says what is missing too.</summary>
    public bool Equals(DeviceSighting? other) => other is not null && Identity == other.Identity;

    /// <inheritdoc/>
    public override int GetHashCode() => Identity.GetHashCode(StringComparison.Ordinal);
}
