namespace Baton.Runtime.Routing;

/// <content>Messages to and from other orchestrators.</content>
internal sealed partial class RouterLoop
{
    private const int DatagramsAtOnce = 64;

    private void Receive(DatagramSocket socket)
    {
        for (var i = 0; i < DatagramsAtOnce && socket.TryReceive(out var datagram, out var isKnown); i++)
        {
            if (!isKnown) Refuse("its sender is neither on this machine nor the target of a link here nor named as a peer");
            else if (datagram.Length > DatagramSocket.Longest) Refuse("it is too long");
            else if (!StorableLine.IsText(datagram) || !_datagramReader.ReadDatagram(datagram)) Refuse("it is no message");
            else if (_datagramReader.Json.Length > _options.Line) Refuse("its line would be too long for an instance");
            else Route(_datagramReader.Json);
        }
    }

    private void Route(ReadOnlySpan<byte> line)
    {
        StorableLine.TryRead(line, out var typeName);
        if (Links.Routes.Find(typeName) is not { } route)
        {
            _tally.CountUnlinked();
            return;
        }

        var withEnd = WithEnd(line);
        foreach (var link in route.Links)
        {
            if (link.Link.From is not null) continue;
            if (link.Address is not null) Send(link, line);
            // Nobody can be held back here: what does not fit is the queue's to drop.
            else _delivery.Deliver(link, withEnd);
        }
    }

    private void Send(LinkEntry link, ReadOnlySpan<byte> line)
    {
        link.CountMessage();
        var datagram = StorableLine.Datagram(line);
        if (_datagrams is null || datagram.Length > DatagramSocket.Longest || !_datagrams.Send(link.Address!, datagram)) link.CountDropped();
    }

    private void Refuse(string why)
    {
        if (_tally.CountRefused()) _events.Noticed(null, $"a datagram is ignored: {why}");
    }
}
