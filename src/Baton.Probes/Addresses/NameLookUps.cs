using System.Net;
using System.Net.Sockets;

namespace Baton.Probes.Addresses;

/// <summary>
/// Looks names up, each on a thread of its own, and few at once. Of each name at most one look-up is under way, which all share who ask for it: whoever gives
/// up leaves its thread to itself, whose turn ends when the resolver returns, and asking again takes no second turn. Nor can the names of one domain whose
/// servers are dead take all turns.
/// </summary>
/// <param name="most">How many may be under way at once.</param>
/// <param name="mostOfDomain">How many of them for names that share their last two labels.</param>
/// <param name="resolve">Looks one up, however long that takes.</param>
internal sealed class NameLookUps(int most, int mostOfDomain, Func<string, IPAddress[]> resolve)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LookUp> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _begunOf = new(StringComparer.OrdinalIgnoreCase);

    // Those that were not begun, in their order. Each has somebody who waits for it.
    private readonly LinkedList<LookUp> _waiting = [];
    private int _begun;

    /// <inheritdoc cref="NameLookUp.AskAsync"/>
    public async Task<IPAddress[]> AskAsync(string host, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var lookUp = Join(host);
        try
        {
            BeginNext();
            return await lookUp.Found.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException e) when (IsWaiting(host))
        {
            throw new NoTurnException(host, e, cancel);
        }
        finally
        {
            Leave(lookUp);
        }
    }

    /// <summary>The name is asked for, and its look-up was not begun.</summary>
    public bool IsWaiting(string host)
    {
        lock (_lock) return _known.TryGetValue(host, out var lookUp) && !lookUp.HasBegun;
    }

    private LookUp Join(string host)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(host, out var lookUp))
            {
                _known[host] = lookUp = new LookUp(host, DomainOf(host));
                _waiting.AddLast(lookUp);
            }

            lookUp.Askers++;
            return lookUp;
        }
    }

    private void Leave(LookUp lookUp)
    {
        lock (_lock)
        {
            if (--lookUp.Askers > 0 || lookUp.HasBegun) return;
            _waiting.Remove(lookUp);
            _known.Remove(lookUp.Host);
        }
    }

    private void BeginNext()
    {
        while (TakeNext() is { } next)
        {
            try
            {
                _ = Task.Factory.StartNew(() => Run(next), CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException or TaskSchedulerException)
            {
                // No thread can be had just now: the turn was not used.
                End(next);
                Fail(next, new SocketException((int)SocketError.TryAgain));
            }
        }
    }

    /// <summary>The first that may begin; null when all turns are taken, or those that are left are of no use to anybody who waits.</summary>
    private LookUp? TakeNext()
    {
        lock (_lock)
        {
            if (_begun >= most) return null;
            var next = _waiting.FirstOrDefault(one => _begunOf.GetValueOrDefault(one.Domain) < mostOfDomain);
            if (next is null) return null;
            _waiting.Remove(next);
            next.HasBegun = true;
            _begun++;
            _begunOf[next.Domain] = _begunOf.GetValueOrDefault(next.Domain) + 1;
            return next;
        }
    }

    private void Run(LookUp lookUp)
    {
        try
        {
            var found = resolve(lookUp.Host);
            End(lookUp);
            lookUp.Found.SetResult(found);
        }
        catch (Exception e)
        {
            // Whatever it is, it is for those who asked.
            End(lookUp);
            Fail(lookUp, e);
        }

        BeginNext();
    }

    private void End(LookUp lookUp)
    {
        lock (_lock)
        {
            _known.Remove(lookUp.Host);
            _begun--;
            if (--_begunOf[lookUp.Domain] == 0) _begunOf.Remove(lookUp.Domain);
        }
    }

    private static void Fail(LookUp lookUp, Exception e)
    {
        lookUp.Found.SetException(e);
        // All who asked may have given up, and then nobody else looks at it.
        _ = lookUp.Found.Task.Exception;
    }

    private static string DomainOf(string host)
    {
        var name = host.TrimEnd('.');
        var last = name.LastIndexOf('.');
        return last <= 0 ? name : name[(name.LastIndexOf('.', last - 1) + 1)..];
    }

    /// <summary>One name, and all who want to know what it means.</summary>
    private sealed class LookUp(string host, string domain)
    {
        public string Host { get; } = host;

        public string Domain { get; } = domain;

        public TaskCompletionSource<IPAddress[]> Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool HasBegun { get; set; }

        public int Askers { get; set; }
    }
}
