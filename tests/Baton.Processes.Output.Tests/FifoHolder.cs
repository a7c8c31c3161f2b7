namespace Baton.Processes.Output.Tests;

/// <summary>Holds a run's FIFOs open as a process of the run does, so that what a writer left in them stays when it ends.</summary>
internal sealed class FifoHolder(string stdout, string stderr) : IDisposable
{
    private readonly FileStream _stdout = Open(stdout);
    private readonly FileStream _stderr = Open(stderr);

    public FifoHolder(HostedPump pump) : this(pump.Stdout, pump.Stderr)
    {
    }

    public void Stdout(ReadOnlySpan<byte> bytes) => _stdout.Write(bytes);

    public void Stderr(ReadOnlySpan<byte> bytes) => _stderr.Write(bytes);

    public void Dispose()
    {
        _stdout.Dispose();
        _stderr.Dispose();
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
