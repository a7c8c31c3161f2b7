using Microsoft.Win32.SafeHandles;

namespace Baton.Processes.Output.Tests;

/// <summary>Holds a run's FIFOs open as a process of the run does, so that what a writer left in them stays when it ends.</summary>
internal sealed class FifoHolder(string stdout, string stderr) : IDisposable
{
    private readonly SafeFileHandle _stdout = Open(stdout);
    private readonly SafeFileHandle _stderr = Open(stderr);

    public FifoHolder(HostedPump pump) : this(pump.Stdout, pump.Stderr)
    {
    }

    public void Stdout(ReadOnlySpan<byte> bytes) => RandomAccess.Write(_stdout, bytes, 0);

    public void Stderr(ReadOnlySpan<byte> bytes) => RandomAccess.Write(_stderr, bytes, 0);

    public void Dispose()
    {
        _stdout.Dispose();
        _stderr.Dispose();
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
