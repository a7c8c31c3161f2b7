namespace Baton.Processes.Detaching;

/// <summary>A program that is to outlive the one that starts it.</summary>
/// <param name="Program">Absolute path.</param>
/// <param name="Arguments">Its arguments, without its own name.</param>
/// <param name="Environment">The whole environment; <see cref="DetachedProcess.ReportVariable"/> is added.</param>
/// <param name="WorkingDirectory">Absolute path.</param>
/// <param name="OutputFile">Absolute path of an existing file that takes what it prints.</param>
public sealed record DetachedLaunch(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    string OutputFile);

/// <summary>How the start of a detached program went; exactly one of <see cref="Line"/> and <see cref="Exit"/> is there.</summary>
/// <param name="Pid">Its process.</param>
/// <param name="Line">The line it reported, without its newline.</param>
/// <param name="Exit">How it ended without having reported.</param>
public sealed record DetachedReport(int Pid, string? Line, ExitStatus? Exit);
