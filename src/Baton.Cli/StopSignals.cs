using System.Runtime.InteropServices;

namespace Baton.Cli;

/// <summary>
/// Turns SIGINT, SIGTERM and SIGHUP into two requests: the first signal asks for an orderly stop, a second SIGINT or SIGTERM for
/// killing everything now. While it lives none of them ends the process by itself. What comes within 100 ms of the one before is the same wish:
/// programs that pass signals on may send one to a process and to its group.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private static readonly TimeSpan SameWish = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly PosixSignalRegistration[] _registrations;
    private long? _last;

    /// <summary>Begins to listen.</summary>
    public StopSignals()
        : this(TimeProvider.System)
    {
    }

    internal StopSignals(TimeProvider time) => (_time, _registrations) = (time, [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM), Register(PosixSignal.SIGHUP)]);

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

    /// <summary>What a signal means.</summary>
    internal void Receive(PosixSignal signal)
    {
        _stop.Cancel();
        // A closing terminal sends SIGHUP twice (kernel and shell): that is one wish, not two.
        if (signal == PosixSignal.SIGHUP) return;
        bool isSecond;
        lock (_gate)
        {
            isSecond = _last is { } last && _time.GetElapsedTime(last) >= SameWish;
            _last ??= _time.GetTimestamp();
        }

        if (isSecond) _kill.Cancel();
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Receive(context.Signal);
    });
}
