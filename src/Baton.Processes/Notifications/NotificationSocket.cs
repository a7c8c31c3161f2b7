using System.Globalization;
using Baton.Core;
using Baton.Processes.Guardian;
using Baton.Processes.Native;
using Baton.Processes.Records;

namespace Baton.Processes.Notifications;

/// <summary>
/// Hears what services report by sd_notify. The socket and its thread are there from the first service on that reports. A message counts for the
/// run whose tree its sender, as the kernel names it, belongs to by its marks; all others are ignored and counted.
/// </summary>
public sealed class NotificationSocket : IDisposable
{
    private const string HeldName = "notify";

    private readonly Lock _gate = new();
    private readonly StateId _state;
    private readonly GuardianHost? _guardian;
    private readonly RunSenders _senders;
    private readonly Action<string> _trouble;
    private readonly Action<Exception> _crashed;
    private readonly int _wake = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
    private Action<RunId, ServiceNotification>? _heard;
    private Thread? _thread;
    private string? _address;
    private int _descriptor = -1;
    private bool _isResting;
    private bool _isDisposed;
    private long _ignored;

    /// <param name="state">Id of the state directory.</param>
    /// <param name="host">Who owns the processes; a guardian keeps the socket for the daemons after this one.</param>
    /// <param name="slotOf">The slot of a service that was registered.</param>
    /// <param name="trouble">Told, for people, of what could not be had and who is ignored.</param>
    /// <param name="crashed">Told when the thread threw, which is a bug.</param>
    internal NotificationSocket(StateId state, IProcessHost host, Func<string, int> slotOf, Action<string> trouble, Action<Exception> crashed)
    {
        (_state, _guardian, _trouble, _crashed) = (state, host as GuardianHost, trouble, crashed);
        _senders = new RunSenders(state, slotOf, host.LastRun);
    }

    /// <summary>Messages that were nobody's, too long, or not understood.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>What a service is told as <c>NOTIFY_SOCKET</c>; from now on it is heard. Null when the kernel gives no socket, which is told.</summary>
    public string? AddressFor(string service)
    {
        lock (_gate)
        {
            if (_isDisposed) return null;
            _senders.Add(service);
            if (_address is null) TryBind();
            BeginToHear();
            return _address;
        }
    }

    /// <summary>
    /// From now on it is told what is heard; until then messages wait in the kernel, so that none of a service is taken for a stranger's that is yet
    /// to be named by <see cref="AddressFor"/>.
    /// </summary>
    /// <param name="heard">Told of each message of a run, on this socket's thread; must only take note.</param>
    public void Begin(Action<RunId, ServiceNotification> heard)
    {
        lock (_gate)
        {
            _heard = heard;
            BeginToHear();
        }
    }

    /// <summary>Hears no more: what comes waits in the kernel, for whoever has the socket next. Whoever was to be told has been told when this returns.</summary>
    public unsafe void Rest()
    {
        lock (_gate)
        {
            if (_isResting) return;
            _isResting = true;
        }

        ulong one = 1;
        _ = Libc.write(_wake, &one, sizeof(ulong));
        _thread?.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rest();
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
        }

        if (_descriptor >= 0) _ = Libc.close(_descriptor);
        _ = Libc.close(_wake);
        _senders.Dispose();
    }

    private void BeginToHear()
    {
        if (_heard is null || _address is null || _thread is not null || _isResting) return;
        _thread = new Thread(Hear) { IsBackground = true, Name = "baton notify" };
        _thread.Start();
    }

    private void TryBind()
    {
        try
        {
            var held = _guardian?.TakeHeld(HeldName);
            var endpoint = held is { } descriptor ? NotificationEndpoint.Taken(descriptor) : NotificationEndpoint.Bound(_state);
            if (held is null) _guardian?.Hold(HeldName, endpoint.Descriptor);
            (_descriptor, _address) = endpoint;
        }
        catch (BatonException e)
        {
            _trouble($"services cannot report that they are ready: {e.Message}");
        }
    }

    private void Hear()
    {
        try
        {
            var (message, brought) = (new NotificationMessage(), new List<int>());
            while (Wait())
            {
                while (message.TryTake(_descriptor, brought))
                {
                    Take(message);
                    foreach (var descriptor in brought) _ = Libc.close(descriptor);
                    brought.Clear();
                    if (Volatile.Read(ref _isResting)) return;
                }
            }
        }
        catch (Exception bug)
        {
            // Top of the thread.
            _crashed(bug);
        }
    }

    private unsafe bool Wait()
    {
        var both = stackalloc Libc.PollDescriptor[2];
        both[0] = new Libc.PollDescriptor { Descriptor = _descriptor, Wanted = Libc.POLLIN };
        both[1] = new Libc.PollDescriptor { Descriptor = _wake, Wanted = Libc.POLLIN };
        _ = Libc.poll(both, 2, -1);
        return !Volatile.Read(ref _isResting);
    }

    private void Take(NotificationMessage message)
    {
        if (message.IsTooLong) Ignore($"it is longer than {ServiceNotification.LongestMessage} bytes", message.Sender);
        else if (message.Sender <= 0 || _senders.Find(message.Sender) is not { } run) Ignore("its sender is no process of a service that reports", message.Sender);
        else if (ServiceNotification.Parse(message.Text) is not { } notification) Ignore($"{run.Service} sent it, and it has no line NAME=VALUE", message.Sender);
        else _heard!(run, notification);
    }

    /// <summary>Told at the first, and each time that ten times as many came.</summary>
    private void Ignore(string why, int sender)
    {
        var count = Interlocked.Increment(ref _ignored);
        var power = (long)Math.Pow(10, Math.Floor(Math.Log10(count)));
        if (count == power) _trouble(string.Create(CultureInfo.InvariantCulture, $"a message to NOTIFY_SOCKET was ignored (the {count}. so far), from pid {sender}: {why}"));
    }
}
