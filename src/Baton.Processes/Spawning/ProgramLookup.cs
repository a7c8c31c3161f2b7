using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>Finds a program as execvp does, but in the launch's own PATH and from its own working directory.</summary>
internal static class ProgramLookup
{
    /// <summary>What execvp searches when there is no PATH.</summary>
    private const string DefaultPath = "/bin:/usr/bin";

    /// <summary>The path to execute; null when nothing executable has that name. One with a slash is returned as it is.</summary>
    public static string? Find(Launch launch) => Find(launch, static path => Libc.access(path, Libc.X_OK) == 0);

    /// <summary>The same with another way to tell what may be executed.</summary>
    public static string? Find(Launch launch, Func<string, bool> isExecutable)
    {
        var program = launch.Command[0];
        if (program.Contains('/')) return program;
        foreach (var folder in PathOf(launch).Split(':'))
        {
            // An empty part means the working directory, and so does a relative one start there.
            var candidate = Path.Combine(launch.WorkingDirectory, folder, program);
            if (isExecutable(candidate) && !Directory.Exists(candidate)) return candidate;
        }

        return null;
    }

    /// <summary>The PATH that is searched.</summary>
    public static string PathOf(Launch launch) => launch.Environment.GetValueOrDefault("PATH", DefaultPath);
}
