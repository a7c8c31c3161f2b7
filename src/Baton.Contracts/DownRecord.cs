namespace Baton.Contracts;

/// <summary>Answer of <c>baton down -o json</c>.</summary>
/// <param name="StateDirectory">Absolute path of the state directory.</param>
/// <param name="Pid">The process of Baton that has ended; null when none ran, and what an earlier one had left was ended.</param>
/// <param name="Kept">Its services run on.</param>
/// <param name="Ended">What an earlier one had left, in no order; null when Baton ran.</param>
public sealed record DownRecord(string StateDirectory, int? Pid = null, bool? Kept = null, IReadOnlyList<EndedRecord>? Ended = null);

/// <summary>A process that an earlier Baton had left, and how it ended.</summary>
/// <param name="Service">Its service; <c>?3</c> for one whose name is not known any more.</param>
/// <param name="Run">Number of its run.</param>
/// <param name="Pid">The process; 0 for a run of which only others than its first process lived.</param>
/// <param name="Outcome"><c>terminated</c>: it ended when asked; <c>killed</c>: it, or another process of its run, was killed; <c>stuck</c>: the kernel does not let go of it.</param>
/// <param name="ExitCode">Exit code of its first process, where it is known.</param>
/// <param name="ExitSignal">The signal that ended that, as <c>SIGTERM</c>.</param>
public sealed record EndedRecord(string Service, int Run, int Pid, string Outcome, int? ExitCode = null, string? ExitSignal = null);
