using Baton.Processes;

namespace Baton.Supervision.Reload;

/// <summary>How a service takes over what has changed in files that it reads, without a new run.</summary>
/// <param name="Command">What tells it to read them again, as its user, in its folder and with its environment; null: it is restarted.</param>
/// <param name="Files">The files, in the order of the manifest.</param>
public sealed record ServiceReload(Launch? Command, IReadOnlyList<ReloadFile> Files)
{
    /// <summary>A service that reads no such files.</summary>
    public static ServiceReload None { get; } = new(null, []);

    /// <summary>How long <see cref="Command"/> may take before it is killed: 60 s.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
}

/// <summary>A file that a service reads.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Fingerprint">SHA-256 of its content in hexadecimal digits, or why it cannot be had; equal as long as the content is.</param>
public readonly record struct ReloadFile(string Path, string Fingerprint);
