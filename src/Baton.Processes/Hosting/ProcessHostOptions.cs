namespace Baton.Processes.Hosting;

/// <summary>What an in-process host needs to know.</summary>
public sealed record ProcessHostOptions
{
    /// <summary>Absolute path of the state directory, which exists and which no other host uses; <c>run/</c> and <c>logs/</c> are made in it.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Use cgroups (version 2) where they can be written. Default true; false is for testing the way without.</summary>
    public bool UseCgroups { get; init; } = true;

    /// <summary>
    /// Soft limit on open files for the services. Null, the default, finds the one that Baton was started with: <c>BATON_NOFILE</c> in the
    /// environment, else the limit of the parent process, else 1,024.
    /// </summary>
    public ulong? SoftOpenFiles { get; init; }

    /// <summary>Wait between terminate and kill for what a dead daemon left. Default 5 s; 0 kills at once.</summary>
    public TimeSpan LeftoverTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told, on any thread, each sentence that <see cref="IProcessHost.Degraded"/> grows by. Default null: nobody.</summary>
    public Action<string>? Degraded { get; init; }
}
