using Microsoft.Win32.SafeHandles;

namespace Baton.Containers.Following;

/// <summary>
/// The last checkpoints of both streams on the disk, so that a follower that takes the place of a killed one finds where in the engine's log that had
/// come. Most are far enough apart to reach back further than the pipe to Baton's log holds: what was in that may be gone. A few are the newest, however
/// near: of a stream that writes little there are no others, and the engine may have forgotten how it began.
/// </summary>
internal sealed class PlaceFile : IDisposable
{
    // 248 times 8 KiB is nearly twice what the pipe holds.
    private const int Spaced = 248, Newest = 8, Apart = 8 * 1024, StreamBytes = (Spaced + Newest) * StreamCheckpoint.Size, FileBytes = 2 * StreamBytes;

    private SafeFileHandle? _file;
    private readonly int[] _next = new int[2];
    private readonly long[] _kept = new long[2];
    private readonly int[] _nextNewest = new int[2];
    private readonly StreamCheckpoint[] _newest = new StreamCheckpoint[2];

    private PlaceFile(SafeFileHandle? file) => _file = file;

    /// <summary>Begins anew.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="first">What is known of both streams already; empty for a container that nobody has followed yet.</param>
    public static PlaceFile Begin(string path, IReadOnlyList<StreamCheckpoint?> first)
    {
        var bytes = new byte[FileBytes];
        for (var stream = 0; stream < first.Count; stream++) first[stream]?.WriteTo(bytes.AsSpan(stream * StreamBytes));
        try
        {
            // That of an earlier container says nothing of this one; to delete it needs no space.
            if (first.All(static known => known is null)) File.Delete(path);
            // The old one is good until the new one is whole.
            File.WriteAllBytes(path + ".new", bytes);
            File.Move(path + ".new", path, overwrite: true);
            var file = new PlaceFile(File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite));
            for (var stream = 0; stream < first.Count; stream++)
            {
                if (first[stream] is { } known) (file._next[stream], file._kept[stream]) = (1, known.Written);
            }

            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk keeps no container from being followed: whoever takes over begins at the begin of the engine's log.
            return new PlaceFile(null);
        }
    }

    /// <summary>The checkpoints of both streams that lie nearest before what is written; null where none does.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="written">Bytes of each stream that are in Baton's hands.</param>
    public static IReadOnlyList<StreamCheckpoint?> Read(string path, IReadOnlyList<long> written)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [null, null];
        }

        return bytes.Length == FileBytes ? [Nearest(bytes.AsSpan(0, StreamBytes), written[0]), Nearest(bytes.AsSpan(StreamBytes), written[1])] : [null, null];
    }

    /// <summary>Keeps a place where it is far enough from the last that was kept, or the first. To be called before what follows it is written.</summary>
    public void Note(int stream, StreamCheckpoint place)
    {
        if (place.Written - _kept[stream] >= Apart || (_kept[stream] == 0 && place.Written > 0)) Keep(stream, place);
    }

    /// <summary>Keeps a place in any case.</summary>
    public void Keep(int stream, StreamCheckpoint place)
    {
        if (Write(stream, _next[stream], place)) (_next[stream], _kept[stream]) = ((_next[stream] + 1) % Spaced, place.Written);
    }

    /// <summary>Keeps a place besides those that are far apart, in the place of the oldest kept so.</summary>
    public void KeepNewest(int stream, StreamCheckpoint place)
    {
        if (place.Stamp == 0 || place == _newest[stream]) return;
        if (Write(stream, Spaced + _nextNewest[stream], place)) (_nextNewest[stream], _newest[stream]) = ((_nextNewest[stream] + 1) % Newest, place);
    }

    private bool Write(int stream, int slot, StreamCheckpoint place)
    {
        if (_file is null) return false;
        Span<byte> bytes = stackalloc byte[StreamCheckpoint.Size];
        place.WriteTo(bytes);
        try
        {
            // Its space is there since the begin, on most file systems.
            RandomAccess.Write(_file, bytes, (stream * StreamBytes) + (slot * StreamCheckpoint.Size));
            return true;
        }
        catch (IOException)
        {
            // The copying goes on without: whoever takes over begins at a place that was kept before.
            _file.Dispose();
            _file = null;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static StreamCheckpoint? Nearest(ReadOnlySpan<byte> bytes, long written)
    {
        StreamCheckpoint? nearest = null;
        for (var at = 0; at < bytes.Length; at += StreamCheckpoint.Size)
        {
            if (StreamCheckpoint.Read(bytes[at..]) is not { } found || found.Written - found.Note > written) continue;
            if (nearest is not { } best || found.Written > best.Written) nearest = found;
        }

        return nearest;
    }
}
