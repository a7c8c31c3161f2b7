namespace Baton.Runtime.Instances;

/// <summary>A file that is being received. The first failure is kept, and nothing is written after it.</summary>
internal sealed class UploadFile : IAsyncDisposable
{
    private readonly FileStream? _file;
    private string? _failure;

    public UploadFile(string path, Func<string, FileStream> open)
    {
        try
        {
            _file = open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failure = e.Message;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_failure is not null) return;
        try
        {
            await _file!.WriteAsync(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failure = e.Message;
        }
    }

    /// <summary>All is written and will last; null, or why not.</summary>
    public IReadOnlyList<string>? Finish(UnixFileMode mode)
    {
        try
        {
            if (_failure is null)
            {
                // Not by the mode that it is made with, of which the umask takes away.
                File.SetUnixFileMode(_file!.SafeFileHandle, mode);
                _file.Flush(flushToDisk: true);
                return null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _failure = e.Message;
        }

        return ["adding binary instance", "writing binary data", _failure];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
