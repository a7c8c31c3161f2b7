namespace Baton.Launcher.Tests;

/// <summary>How a script ended.</summary>
internal sealed record Outcome(int Pid, int ExitCode, string Output, string Error);
