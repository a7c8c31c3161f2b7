using Baton.Daemon.Native;

namespace Baton.Daemon.State;

/// <summary>Writes a file so that every reader sees the old content or the new one, whole, whenever this process dies.</summary>
internal static class WholeFile
{
    /// <summary>Puts new content in the place of the old one, by a file <c>NAME.new</c> beside it; one writer at a time.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="content">All of it.</param>
    /// <param name="isLasting">It must survive a power cut, too; that waits for the disk.</param>
    /// <exception cref="IOException">It could not be written (a full disk, a folder that is gone); the old content is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool isLasting)
    {
        var next = path + ".new";
        using (var file = new FileStream(next, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(content);
            // Before the rename: else the new name could be on the disk before what it names.
            if (isLasting) file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
        if (isLasting) Libc.SyncFolder(Path.GetDirectoryName(path)!);
    }
}
