using System.Runtime.InteropServices;

namespace Baton.Cli;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into two requests: the first signal asks for an orderly stop, a second SIGINT or SIGTERM for
/// killing everything now. While it lives none of them ends the process by itself.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _interrupts;

    /// <summary>Begins to listen.</summary>
    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnInterrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by the second SIGINT or SIGTERM.</summary>
    public CancellationToken Kill => _kill.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        // The sources are not disposed: a handler that is running now may still cancel them, and nothing of the system hangs on them.
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
        if (Interlocked.Increment(ref _interrupts) > 1) _kill.Cancel();
    }

    // A closing terminal sends it twice (kernel and shell): that is one wish, not two.
    private void OnHangUp(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
    }
}
