using Baton.Supervision.Services;

namespace Baton.Supervision.Memory;

/// <summary>What is kept of everything together.</summary>
/// <param name="IsBegun">What <c>up</c> starts was asked for: from now on the states of the services say what is wanted.</param>
/// <param name="StopAskedBy">Who asked for a stop of everything; null while nobody has.</param>
/// <param name="IsKill">Everything is to be killed.</param>
/// <param name="Deadline">When it is, as <see cref="Surroundings.Now"/>; null while no stop is under way.</param>
/// <param name="End">The end that a service brought about (<c>exit_when</c>); null when none did.</param>
public sealed record ProjectMemory(bool IsBegun, string? StopAskedBy, bool IsKill, TimeSpan? Deadline, ProjectEnd? End)
{
    /// <summary>Nothing has happened yet.</summary>
    public static ProjectMemory None { get; } = new(IsBegun: false, StopAskedBy: null, IsKill: false, Deadline: null, End: null);
}
