namespace Baton.Processes;

/// <summary>What to run, complete: the host adds nothing but the <c>BATON_RUN</c> mark.</summary>
public sealed record Launch
{
    /// <summary>
    /// Program and arguments. A program without a slash is looked up in the <c>PATH</c> of <see cref="Environment"/>; one with a slash
    /// is taken relative to <see cref="WorkingDirectory"/>.
    /// </summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Absolute path of the folder it starts in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>As whom it runs, how nice, and with which umask; null, the default, is as Baton itself.</summary>
    public Credentials? Credentials { get; init; }

    /// <summary>How much it may take; null, the default, is as Baton itself.</summary>
    public ResourceLimits? Limits { get; init; }

    /// <summary>A file that says neither how it is executed nor by what is given to the shell, as execvp has always done. Default true; else its spawn fails.</summary>
    public bool UsesShell { get; init; } = true;

    /// <summary>What happens to its output.</summary>
    public LogPolicy Log { get; init; } = LogPolicy.Default;

    /// <summary>It runs inside a container; null, the default, is a program of this machine. An <see cref="IProcessHost"/> by itself knows programs only.</summary>
    public ContainerLaunch? Container { get; init; }
}
