using Baton.Core;
using Baton.Processes.Guardian.Wire;

namespace Baton.Processes.Guardian;

/// <summary>
/// One daemon at the other end of the socket: a thread that carries out what it says until it closes or dies. Messages that it had sent before it
/// died are carried out too: it has recorded them as done.
/// </summary>
internal sealed class GuardianSession : IDisposable
{
    private readonly GuardianCore _core;
    private readonly FrameSocket _socket;
    private readonly Thread _thread;
    private int _unanswered;
    private int _protocol = GuardianWire.Protocol;
    private volatile bool _isReady;

    /// <param name="core">What outlives the daemon.</param>
    /// <param name="socket">Our end; owned.</param>
    public GuardianSession(GuardianCore core, FrameSocket socket)
    {
        _core = core;
        _socket = socket;
        Outbox = new Outbox<ToDaemon>(socket, GuardianWire.Write, core.Drained);
        _thread = new Thread(Serve) { IsBackground = true, Name = "baton guardian hears" };
        try
        {
            _thread.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            // How .NET says that there are no more threads, which is no bug of ours and may be over soon.
            socket.Dispose();
            throw new BatonException(ErrorCode.Unavailable, $"cannot begin a thread for the daemon: {e.Message}", e);
        }
    }

    /// <summary>Where messages to this daemon go.</summary>
    public Outbox<ToDaemon> Outbox { get; }

    /// <summary>Its API answers.</summary>
    public bool IsReady => _isReady;

    /// <summary>Asks the daemon whether it is well; one that has not begun yet is not asked.</summary>
    /// <returns>How many questions in a row have had no answer, this one not counted.</returns>
    public int Ping()
    {
        if (!IsReady) return 0;
        var unanswered = Interlocked.Increment(ref _unanswered) - 1;
        Outbox.Send(new ToDaemon.Ping());
        return unanswered;
    }

    /// <summary>Waits until all that a dead daemon had said is carried out.</summary>
    public void Finish()
    {
        _socket.HangUp();
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Outbox.Dispose();
        _thread.Join();
        _socket.Dispose();
    }

    private void Serve()
    {
        try
        {
            while (_socket.TryReceive(out var frame))
            {
                var message = GuardianWire.ReadToGuardian(frame, _protocol);
                // Its first word says what it speaks from then on; whether that is known, the answer says.
                if (message is ToGuardian.Open open) Outbox.Protocol = _protocol = open.Protocol;
                Take(message);
            }
        }
        catch (WireException e)
        {
            // Whatever it is, it is no daemon of ours any more. It finds the connection closed and ends.
            StandardError.Write($"baton: the daemon does not speak the guardian's protocol: {e.Message}\n");
            Outbox.Dispose();
        }
    }

    private void Take(ToGuardian message)
    {
        switch (message)
        {
            case ToGuardian.Command x: _core.Carry(x.What); break;
            case ToGuardian.Open x: _core.Open(this, x); break;
            case ToGuardian.Register x: _core.Register(this, x.Services); break;
            case ToGuardian.FindLeftovers: _core.FindLeftovers(this); break;
            case ToGuardian.Adopt x: _core.Adopt(this, x.Runs); break;
            case ToGuardian.EndLeftovers: _core.EndLeftovers(this); break;
            case ToGuardian.Hold x: Hold(x.Name); break;
            case ToGuardian.LetGo x: _core.Held.LetGo(x.Name); break;
            case ToGuardian.Close: _core.Close(this); break;
            case ToGuardian.Leave: _core.Leave(this); break;
            case ToGuardian.Replace x: _core.Replacement = x.Program; break;
            case ToGuardian.Ready: BecomeReady(); break;
            case ToGuardian.Pong: Volatile.Write(ref _unanswered, 0); break;
            case ToGuardian.TakenOver: _core.HasTakenOver = true; break;
            default: throw new System.Diagnostics.UnreachableException($"message {message}");
        }
    }

    private void Hold(string name)
    {
        var descriptor = _socket.TakeDescriptor() ?? throw new WireException("a descriptor is missing");
        if (descriptor != FrameSocket.LostDescriptor)
        {
            _core.Held.Keep(name, descriptor);
            return;
        }

        // The daemon is well, and has its own; only what comes after it goes without. An earlier one of that name is not what is meant any more.
        _core.Held.LetGo(name);
        var sentence = $"cannot keep \"{name}\" for the daemon after this one: all descriptors that the guardian may have are in use; raise the limit on open files (ulimit -n) and start Baton anew";
        StandardError.Write($"baton: {sentence}\n");
        Outbox.Send(new ToDaemon.DegradedBy(sentence));
    }

    private void BecomeReady()
    {
        _isReady = true;
        _core.SettleDown();
    }

    /// <summary>Says why something cannot be.</summary>
    public void Refuse(BatonException reason) => Outbox.Send(new ToDaemon.Refused(reason.Code.ToString(), reason.Message));
}
