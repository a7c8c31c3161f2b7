using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Manifest;

namespace Baton.Daemon.State;

/// <summary>
/// The file <c>run/manifest</c> of a state directory: the manifest that is in force, so that a daemon which is started again goes on with
/// it and not with files that somebody is just editing. One line <c>baton-manifest 1 SHA256</c>, then JSON. Mode 0600: it holds environments.
/// </summary>
internal static class SnapshotFile
{
    /// <summary>Longest file: 128 MiB, which is a manifest of all the files it may have at their usual sizes.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    private const string Magic = "baton-manifest 1 ";
    private const string Name = "manifest";
    private const int HashDigits = 64;

    /// <summary>Writes what is to be in force beside what is, so that <see cref="Commit"/> has nothing left to do that can fail.</summary>
    /// <param name="runFolder">The folder <c>run</c> of the state directory.</param>
    /// <param name="snapshot">What is to be.</param>
    /// <returns>Its hash, in hexadecimal digits.</returns>
    /// <exception cref="BatonException">Unavailable: it cannot be written, or is too large; what was there still is.</exception>
    public static string Prepare(string runFolder, ManifestSnapshot snapshot)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(snapshot, SnapshotJson.Default.ManifestSnapshot);
        var hash = Sha256.HexOf(json);
        if (json.Length > MaxBytes - 1024) throw new BatonException(ErrorCode.Unavailable, string.Create(CultureInfo.InvariantCulture, $"cannot keep the manifest: with its files it is larger than {MaxBytes / 1024 / 1024} MiB"));
        try
        {
            // It is of use to a daemon of the same boot only, so no start waits for the disk.
            WholeFile.Replace(NextOf(runFolder), [.. Encoding.ASCII.GetBytes($"{Magic}{hash}\n"), .. json], isLasting: false);
            return hash;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot keep the manifest in \"{runFolder}\": {e.Message}", e);
        }
    }

    /// <summary>Puts what was prepared in the place of what was in force.</summary>
    /// <exception cref="BatonException">Unavailable: it could not be; what was there still is.</exception>
    public static void Commit(string runFolder)
    {
        try
        {
            File.Move(NextOf(runFolder), Path.Combine(runFolder, Name), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot keep the manifest in \"{runFolder}\": {e.Message}", e);
        }
    }

    /// <summary>Something was prepared and neither put in force nor called off: the daemon died on the way.</summary>
    public static bool IsUnderWay(string runFolder) => File.Exists(NextOf(runFolder));

    /// <summary>What was prepared is not to be in force. Where it cannot be removed, a daemon after this one tells of it in vain.</summary>
    public static void CallOff(string runFolder)
    {
        try
        {
            File.Delete(NextOf(runFolder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As said.
        }
    }

    /// <summary>Keeps nothing any more; a full disk does not hinder that.</summary>
    /// <returns>Why something is still kept; null when nothing is.</returns>
    public static string? Forget(string runFolder)
    {
        try
        {
            File.Delete(Path.Combine(runFolder, Name));
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>What was in force, with its hash; nulls when nothing was kept. A file that cannot be understood is told, and then counts as none.</summary>
    public static (ManifestSnapshot? Snapshot, string? Hash, string? Problem) Read(string runFolder)
    {
        var path = Path.Combine(runFolder, Name);
        if (!File.Exists(path)) return (null, null, null);
        var content = FileContent.Read(path, MaxBytes);
        if (content.Bytes is { } bytes && Parse(bytes) is { } snapshot) return (snapshot, Encoding.ASCII.GetString(bytes, Magic.Length, HashDigits), null);
        return (null, null, $"\"{path}\", the manifest that was in force, cannot be read ({content.Problem ?? "it is not as Baton writes it"}): its files are read anew");
    }

    private static ManifestSnapshot? Parse(byte[] bytes)
    {
        var head = Magic.Length + HashDigits + 1;
        if (bytes.Length < head || !bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Magic))) return null;
        var json = bytes.AsSpan(head);
        if (Encoding.ASCII.GetString(bytes, Magic.Length, head - Magic.Length) != $"{Sha256.HexOf(json)}\n") return null;
        try
        {
            return JsonSerializer.Deserialize(json, SnapshotJson.Default.ManifestSnapshot);
        }
        catch (JsonException)
        {
            // Told by the caller: a version that held other things.
            return null;
        }
    }

    private static string NextOf(string runFolder) => Path.Combine(runFolder, $"{Name}.next");
}
