using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Baton.Client.Runtime;

/// <summary>
/// A program to upload. Its length is taken once: what is announced is what is sent, or nothing is. A change of the content alone is found by the server,
/// which gets the hash first.
/// </summary>
internal sealed class BinaryFile : IDisposable
{
    private const int PieceBytes = 64 * 1024;

    private readonly SafeFileHandle _file;
    private readonly byte[] _piece = new byte[PieceBytes];

    private readonly string _path;

    private BinaryFile(string path, SafeFileHandle file) => (_path, _file, Length) = (path, file, RandomAccess.GetLength(file));

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <exception cref="RuntimeFailureException">It cannot be read.</exception>
    public static BinaryFile Open(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw new IOException("it is a folder");
            // A compiler that writes it meanwhile is not held up: what it does is found.
            return new BinaryFile(path, File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>The SHA-256 of its bytes.</summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = 0L; at < Length;)
        {
            var piece = ReadAt(at);
            hash.AppendData(piece.Span);
            at += piece.Length;
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The next bytes from a place before the end; valid until the next read.</summary>
    /// <exception cref="RuntimeFailureException">It cannot be read, or has another length now.</exception>
    public ReadOnlyMemory<byte> ReadAt(long offset)
    {
        try
        {
            var read = RandomAccess.Read(_file, _piece.AsSpan(0, (int)Math.Min(_piece.Length, Length - offset)), offset);
            // Looked at before the last bytes go out, so that nobody is given a whole program that is none.
            var isOver = offset + read == Length;
            if (read == 0 || (isOver && RandomAccess.GetLength(_file) != Length)) throw new IOException($"its length has changed while it was read: it was {Length} bytes long");
            return _piece.AsMemory(0, read);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw Unreadable(_path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool IsFailure(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException;

    private static RuntimeFailureException Unreadable(string path, Exception e) => new(RuntimeStage.ReadingBinary, [e.Message], e) { Subject = path };
}
