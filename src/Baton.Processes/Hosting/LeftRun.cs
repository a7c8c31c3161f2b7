using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>A run that an earlier host left, which is neither adopted nor ended yet.</summary>
/// <param name="Run">The run as this host would have it; <see cref="RunPhase.Alive"/> with a descriptor, or <see cref="RunPhase.Remains"/>.</param>
/// <param name="Known">What was found of it.</param>
/// <param name="Processes">The living processes that prove to be of it.</param>
internal sealed record LeftRun(LiveRun Run, KnownRun Known, IReadOnlyList<Leftover> Processes);
