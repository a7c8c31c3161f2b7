using System.Buffers;
using System.Globalization;
using Baton.Core;
using Baton.Processes.Native;

namespace Baton.Runtime.Instances;

/// <summary>
/// The folder with programs that clients sent. A file is there while it is being received and while its instance is; whatever else ends it takes the file with it.
/// </summary>
public sealed class UploadFolder
{
    private const string Ending = ".bin";
    private const int PieceBytes = 64 * 1024;

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly FileStreamOptions New = new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };

    private readonly string _path;
    private readonly Action<string> _notice;

    /// <summary>Makes the folder where needed; nobody but its owner may come in.</summary>
    /// <exception cref="BatonException">Unavailable: it cannot be had.</exception>
    /// <param name="path">Absolute path.</param>
    /// <param name="notice">Told of what cannot be deleted.</param>
    public UploadFolder(string path, Action<string> notice)
    {
        IpcFolder.MakePrivate(path);
        (_path, _notice) = (path, notice);
    }

    /// <summary>Makes the file; another one in tests, for a disk that is full.</summary>
    internal Func<string, FileStream> Open { get; set; } = path => new FileStream(path, New);

    /// <summary>
    /// Receives a program. All its bytes are taken in any case, so that whoever sends them is still understood afterwards; what cannot be written is told then.
    /// </summary>
    /// <param name="id">Of which instance; several may be received for one.</param>
    /// <param name="length">How many bytes come.</param>
    /// <param name="hash">Their SHA-256.</param>
    /// <param name="read">Gives the next bytes; 0 when no more come.</param>
    public async Task<UploadOutcome> ReceiveAsync(InstanceId id, long length, ReadOnlyMemory<byte> hash, Func<Memory<byte>, ValueTask<int>> read)
    {
        var path = Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"{id.Value:N}-{Libc.RandomNumber():x16}{Ending}"));
        var isKept = false;
        try
        {
            IReadOnlyList<string>? causes;
            await using (var file = new UploadFile(path, Open))
            {
                causes = await CopyAsync(file, length, hash, read) ?? file.Finish(Executable);
            }

            isKept = causes is null;
            return new UploadOutcome(isKept ? path : null, causes);
        }
        finally
        {
            if (!isKept) Delete(path);
        }
    }

    /// <summary>Deletes an upload that nobody needs any more.</summary>
    internal void Delete(string path)
    {
        // Only what was received here, whatever a file of the state directory says.
        if (Path.GetDirectoryName(path) != _path) return;
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _notice($"cannot delete \"{path}\": {e.Message}");
        }
    }

    /// <summary>Deletes what a daemon that died was receiving, or had not yet deleted.</summary>
    internal void Sweep(IReadOnlySet<string> kept)
    {
        foreach (var path in Directory.EnumerateFiles(_path, "*" + Ending))
        {
            if (!kept.Contains(path)) Delete(path);
        }
    }

    private static async Task<IReadOnlyList<string>?> CopyAsync(UploadFile file, long length, ReadOnlyMemory<byte> hash, Func<Memory<byte>, ValueTask<int>> read)
    {
        var sum = new RunningSha256();
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (var left = length; left > 0;)
            {
                var count = await read(buffer.AsMemory(0, (int)Math.Min(left, PieceBytes)));
                if (count == 0) return ["reading binary data", "connection closed before receiving all binary data"];
                sum.Append(buffer.AsSpan(0, count));
                await file.WriteAsync(buffer.AsMemory(0, count));
                left -= count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return sum.Finish().AsSpan().SequenceEqual(hash.Span) ? null : ["reading binary data", "binary data hash verification failed"];
    }
}
