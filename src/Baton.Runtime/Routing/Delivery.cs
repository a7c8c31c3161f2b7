using System.Runtime.InteropServices;
using Baton.Processes.Native;
using Baton.Processes.Output;
using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>Brings messages to instances. What a socket takes goes at once, many in one write; the rest waits, as the link says. It never waits itself.</summary>
/// <param name="epoll">Tells when a socket takes more.</param>
/// <param name="longest">Most bytes of a line with its end.</param>
/// <param name="resumed">Told of a sender that is read from again.</param>
internal sealed unsafe class Delivery(EpollSet epoll, int longest, Action<Connection> resumed)
{
    private const int WriteBytes = 32 * 1024, KeptBatches = 16, WritesAtOnce = 4, KeptPlaces = 64;

    private readonly List<Port> _unsent = [];
    private readonly Stack<Batch> _batches = [];
    private readonly byte[] _gathered = new byte[Math.Max(WriteBytes, longest)];

    /// <summary>Brings a message on its way. True: the link lets no more in, and its sender is to wait.</summary>
    /// <param name="link">The link; it has a target or counts the message as dropped.</param>
    /// <param name="line">With its end.</param>
    public bool Deliver(LinkEntry link, ReadOnlySpan<byte> line)
    {
        link.CountMessage();
        if (link.Link.Policy == LinkPolicy.Latest) link.Keep(line);
        if (link.Target is not { IsGone: false } port)
        {
            link.CountDropped();
            return false;
        }

        return !TryBatch(port, link, line) && Queue(port, link, line);
    }

    /// <summary>Sends what the turn has brought.</summary>
    public void Flush()
    {
        foreach (var port in _unsent)
        {
            if (port.Batch is not null) Flush(port);
        }

        _unsent.Clear();
    }

    /// <summary>Sends an answer, before what waits but not into a message that is begun.</summary>
    public void Answer(Port port, ReadOnlySpan<byte> line)
    {
        if (!TryBatch(port, port.Answers, line)) port.Backlog.Add(port.Answers, line);
    }

    /// <summary>A connection is there: it gets what waits, and the last values of links that keep them.</summary>
    public void Connected(Port port, IEnumerable<LinkEntry> links)
    {
        port.Backlog.FirstSent = 0;
        foreach (var link in links)
        {
            if (link.Target == port && link.Link.Policy == LinkPolicy.Latest && link.Waiting == 0 && link.Last.Length > 0) port.Backlog.Add(link, link.Last);
        }

        if (port.Backlog.Count > 0) Drain(port);
    }

    /// <summary>The connection is over: what was not sent whole waits for the next, but for answers, which that one would take for answers to what it asks itself.</summary>
    public void Disconnected(Port port)
    {
        if (port.Batch is not null) Flush(port);
        port.Backlog.FirstSent = 0;
        while (port.Answers.Oldest >= 0) port.Backlog.Remove(port.Answers.Oldest);
    }

    /// <summary>The target is gone for good.</summary>
    public void Forget(Port port)
    {
        if (port.Batch is { } batch)
        {
            for (var i = 0; i < batch.Count; i++) batch.LinkOf(i).CountDropped();
            Return(port);
        }

        for (var at = port.Backlog.First; at >= 0; at = port.Backlog.After(at)) port.Backlog.LinkOf(at).CountDropped();
        port.Backlog.Clear();
        Resume(port);
    }

    /// <summary>Sends of what waits as much as the socket takes.</summary>
    public void Drain(Port port)
    {
        if (port.Connection is not { CanWrite: true } connection) return;
        for (var i = 0; i < WritesAtOnce && port.Backlog.Count > 0; i++)
        {
            var length = Gather(port.Backlog);
            var sent = Send(connection, _gathered.AsSpan(0, length));
            Sent(port.Backlog, sent);
            if (sent < length) break;
        }

        if (port.Backlog.Count == 0) port.Backlog.Trim(KeptPlaces);
        Watch(connection);
        Resume(port);
    }

    /// <summary>Tells the kernel what is waited for: a socket that is not read from and takes nothing is not looked at, since its end would be told without end.</summary>
    public void Watch(Connection connection)
    {
        var wanted = connection.IsClosed
            ? (false, false)
            : (connection.MayRead && !connection.IsReady && !connection.HasEnded, connection.CanWrite && connection.Port.Backlog.Count > 0);
        if (wanted == connection.Interest) return;
        epoll.Set(connection.Descriptor, connection.Key, connection.Interest, wanted);
        connection.Interest = wanted;
    }

    private bool TryBatch(Port port, LinkEntry link, ReadOnlySpan<byte> line)
    {
        if (port.Connection is not { CanWrite: true } || port.Backlog.Count > 0) return false;
        if (port.Batch is null)
        {
            port.Batch = _batches.TryPop(out var batch) ? batch : new Batch(_gathered.Length);
            _unsent.Add(port);
        }

        if (port.Batch.TryAdd(link, line)) return true;
        Flush(port);
        return TryBatch(port, link, line);
    }

    private void Flush(Port port)
    {
        var batch = port.Batch!;
        var sent = port.Connection is { CanWrite: true } connection ? Send(connection, batch.Bytes) : 0;
        if (sent < batch.Length) KeepUnsent(port, batch, sent);
        Return(port);
        if (port.Connection is { } watched) Watch(watched);
    }

    private static void KeepUnsent(Port port, Batch batch, int sent)
    {
        var start = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var line = batch.Bytes[start..];
            line = line[..(line.IndexOf((byte)'\n') + 1)];
            if (start + line.Length > sent)
            {
                var isBegun = start < sent;
                if (isBegun) port.Backlog.Add(batch.LinkOf(i), line);
                else Queue(port, batch.LinkOf(i), line);
                // A connection that is broken gets no more of it.
                if (isBegun && port.Connection is { CanWrite: true }) port.Backlog.FirstSent = sent - start;
            }

            start += line.Length;
        }
    }

    private void Return(Port port)
    {
        port.Batch!.Clear();
        if (_batches.Count < KeptBatches) _batches.Push(port.Batch);
        port.Batch = null;
    }

    // True: the link lets no more in.
    private static bool Queue(Port port, LinkEntry link, ReadOnlySpan<byte> line)
    {
        var backlog = port.Backlog;
        var isFull = link.Waiting >= link.Link.Queue || backlog.Count >= Link.MostQueue;
        switch (link.Link.Policy)
        {
            case LinkPolicy.Latest when link.Newest >= 0 && !backlog.IsBegun(link.Newest):
                backlog.Replace(link.Newest, line);
                link.CountDropped();
                return false;
            case LinkPolicy.DropNewest when isFull:
                link.CountDropped();
                return false;
            case LinkPolicy.DropOldest or LinkPolicy.Latest when isFull && !MakeRoom(backlog, link):
                link.CountDropped();
                return false;
            default:
                backlog.Add(link, line);
                return link.Link.Policy == LinkPolicy.Block && (link.Waiting >= link.Link.Queue || backlog.Count >= Link.MostQueue);
        }
    }

    private static bool MakeRoom(Backlog backlog, LinkEntry link)
    {
        var victim = link.Oldest >= 0 && backlog.IsBegun(link.Oldest) ? backlog.AfterOfLink(link.Oldest) : link.Oldest;
        // The link has none here: the oldest goes that is of no link which holds back its senders instead of losing something.
        for (var at = backlog.First; victim < 0 && at >= 0; at = backlog.After(at))
        {
            if (!backlog.IsBegun(at) && backlog.LinkOf(at).Link.Policy != LinkPolicy.Block) victim = at;
        }

        if (victim < 0) return false;
        backlog.LinkOf(victim).CountDropped();
        backlog.Remove(victim);
        return true;
    }

    private int Gather(Backlog backlog)
    {
        var length = 0;
        for (var at = backlog.First; at >= 0; at = backlog.After(at))
        {
            var line = at == backlog.First ? backlog[at][backlog.FirstSent..] : backlog[at];
            if (_gathered.Length - length < line.Length) break;
            line.CopyTo(_gathered.AsSpan(length));
            length += line.Length;
        }

        return length;
    }

    private static void Sent(Backlog backlog, int sent)
    {
        while (sent > 0)
        {
            var left = backlog[backlog.First].Length - backlog.FirstSent;
            if (sent < left)
            {
                backlog.FirstSent += sent;
                return;
            }

            backlog.Remove(backlog.First);
            sent -= left;
        }
    }

    private static int Send(Connection connection, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            while (true)
            {
                var sent = Libc.sendto(connection.Descriptor, first, bytes.Length, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL, null, 0);
                if (sent >= 0) return (int)sent;
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.Errno.EINTR) continue;
                // It reads no more: its end comes by reading, and what is for it waits for the next.
                if (error != Libc.Errno.EAGAIN) connection.CanWrite = false;
                return 0;
            }
        }
    }

    private void Resume(Port port)
    {
        for (var i = port.HeldBack.Count - 1; i >= 0; i--)
        {
            var (sender, link) = port.HeldBack[i];
            if (!port.IsGone && (link.Waiting >= link.Link.Queue || port.Backlog.Count >= Link.MostQueue)) continue;
            port.HeldBack.RemoveAt(i);
            sender.Holders--;
            resumed(sender);
        }
    }
}
