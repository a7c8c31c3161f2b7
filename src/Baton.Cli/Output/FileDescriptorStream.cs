using System.Runtime.InteropServices;
using Baton.Cli.Native;

namespace Baton.Cli.Output;

/// <summary>
/// A standard stream, written without a buffer. Unlike the console's own stream it tells when the reader has gone (a view must end
/// then) and unlike a file stream it waits when the descriptor is non-blocking (a parent may have made it so).
/// </summary>
internal sealed class FileDescriptorStream(int descriptor) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes all of it, waiting as long as the other side takes.</summary>
    /// <exception cref="OutputClosedException">Nobody reads any more.</exception>
    /// <exception cref="IOException">Anything else, as a full disk.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = Libc.Write(descriptor, buffer);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.EAGAIN) Libc.WaitUntilWritable(descriptor);
            else if (error == Libc.EPIPE || (error == Libc.EIO && Libc.IsTerminal(descriptor))) throw new OutputClosedException();
            else if (error != Libc.EINTR) throw new IOException($"cannot write the output: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
