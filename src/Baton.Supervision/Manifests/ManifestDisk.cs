using Baton.Core;
using Baton.Manifest;
using Baton.Processes.Changes;

namespace Baton.Supervision.Manifests;

/// <summary>How a manifest is compared with what is on the disk; paths are absolute.</summary>
/// <param name="FolderExists">Looks whether a folder is there.</param>
/// <param name="FileExists">Looks whether a file is there.</param>
/// <param name="Read">The content of a file of at most so many bytes.</param>
public sealed record ManifestDisk(Func<string, bool> FolderExists, Func<string, bool> FileExists, Func<string, int, FileContent> Read)
{
    /// <summary>Longest file that is told from others: 16 MiB; longer ones are all alike.</summary>
    public const int MaxFingerprinted = 16 * 1024 * 1024;

    /// <summary>Everything is there and empty: for services that are not going to run, so that what they lack holds up nobody.</summary>
    public static ManifestDisk Unseen { get; } = new(_ => true, _ => true, (_, _) => new FileContent([], null)) { Accounts = ManifestAccounts.Unseen, Fingerprint = _ => "", Unmatched = _ => [] };

    /// <summary>What tells one content of a file from another: its SHA-256 in hexadecimal digits, or why it cannot be read.</summary>
    public Func<string, string> Fingerprint { get; init; } = path => FingerprintOf(Read(path, MaxFingerprinted));

    /// <summary>The patterns of files to watch that no file matches.</summary>
    public Func<WatchedFiles, IReadOnlyList<string>> Unmatched { get; init; } = files => files.Unmatched();

    /// <summary>The users of the system. Default: those that there are.</summary>
    public ManifestAccounts Accounts { get; init; } = ManifestAccounts.OfSystem;

    private static string FingerprintOf(FileContent content) =>
        content.Bytes is { } bytes ? Sha256.HexOf(bytes) : content.Problem ?? "";
}
