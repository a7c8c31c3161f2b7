using Microsoft.Win32.SafeHandles;

namespace Baton.Containers.Following;

/// <summary>
/// The last checkpoints of both streams on the disk, so that a follower that takes the place of a killed one finds where in the engine's log that had
/// come. Far enough apart to reach back further than the pipe to Baton's log holds: what was in that may be gone.
/// </summary>
internal sealed class PlaceFile : IDisposable
{
    // 256 times 8 KiB is twice what the pipe holds.
    private const int OfEach = 256, Apart = 8 * 1024, StreamBytes = OfEach * StreamCheckpoint.Size, FileBytes = 2 * StreamBytes;

    private SafeFileHandle? _file;
    private readonly int[] _next = new int[2];
    private readonly long[] _kept = new long[2];

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

    /// <summary>Keeps a place where it is far enough from the last that was kept. To be called before what follows it is written.</summary>
    public void Note(int stream, StreamCheckpoint place)
    {
        if (place.Written - _kept[stream] >= Apart) Keep(stream, place);
    }

    /// <summary>Keeps a place in any case.</summary>
    public void Keep(int stream, StreamCheckpoint place)
    {
        if (_file is null) return;
        Span<byte> bytes = stackalloc byte[StreamCheckpoint.Size];
        place.WriteTo(bytes);
        try
        {
            // Its space is there since the begin, on most file systems.
            RandomAccess.Write(_file, bytes, (stream * StreamBytes) + (_next[stream] * StreamCheckpoint.Size));
        }
        catch (IOException)
        {
            // The copying goes on without: whoever takes over begins at a place that was kept before.
            _file.Dispose();
            _file = null;
            return;
        }

        (_next[stream], _kept[stream]) = ((_next[stream] + 1) % OfEach, place.Written);
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
