using Microsoft.Win32.SafeHandles;

namespace Baton.Containers.Following;

/// <summary>The streams that this process was started with, without a console in between.</summary>
internal sealed class OwnStreams : IDisposable
{
    private readonly FileStream _output = Open(1), _error = Open(2);

    /// <summary>Writes all of it at once.</summary>
    public ValueTask WriteAsync(bool isError, ReadOnlyMemory<byte> bytes, CancellationToken cancel) => (isError ? _error : _output).WriteAsync(bytes, cancel);

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private static FileStream Open(int descriptor) => new(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
