using System.IO.Pipes;
using System.Runtime.InteropServices;
using Baton.Cli.Output;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed partial class FileDescriptorStreamTests
{
    private const int F_SETFL = 4, O_NONBLOCK = 0x800;

    [Fact]
    public void A_pipe_without_a_reader_is_told_as_closed()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        pipe.DisposeLocalCopyOfClientHandle();
        var stream = new FileDescriptorStream((int)pipe.SafePipeHandle.DangerousGetHandle());

        Assert.Throws<OutputClosedException>(() => stream.Write("x"u8));
    }

    [Fact]
    public void A_full_disk_is_told_as_what_it_is()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        var stream = new FileDescriptorStream((int)full.DangerousGetHandle());

        var failure = Assert.ThrowsAny<IOException>(() => stream.Write("x"u8));

        Assert.IsNotType<OutputClosedException>(failure);
        Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_non_blocking_pipe_that_is_full_is_waited_for_and_nothing_is_lost()
    {
        const int size = 1 << 20;
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, pipe.GetClientHandleAsString());
        var descriptor = (int)pipe.SafePipeHandle.DangerousGetHandle();
        Assert.Equal(0, Fcntl(descriptor, F_SETFL, O_NONBLOCK));
        var bytes = new byte[size];
        new Random(1).NextBytes(bytes);

        var writing = Task.Run(() => new FileDescriptorStream(descriptor).Write(bytes));
        var read = new byte[size];
        await Eventually.ReturnsAsync(ReadAsync(reader, read), "all is read");
        await writing;

        Assert.Equal(bytes, read);
    }

    private static async Task<bool> ReadAsync(Stream reader, byte[] into)
    {
        await reader.ReadExactlyAsync(into);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Fcntl(int descriptor, int command, int argument);
}
