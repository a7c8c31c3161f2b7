using System.Runtime.InteropServices;
using Baton.Processes.Native;

namespace Baton.Runtime.Routing;

/// <content>What instances send.</content>
internal sealed unsafe partial class RouterLoop
{
    // A sender goes on: what it has sent already comes first, and in a turn of its own.
    private void Resume(Connection sender)
    {
        if (sender.IsClosed || !sender.MayRead || sender.IsReady) return;
        sender.IsReady = true;
        _ready.Add(sender);
    }

    private void Continue(Connection sender)
    {
        sender.IsReady = false;
        if (sender.IsClosed || !sender.MayRead) return;
        var rest = sender.Rest.Length;
        sender.Rest.CopyTo(_input);
        Use(sender, rest);
    }

    private void Read(Connection sender)
    {
        if (sender.IsReady) return;
        var rest = sender.Rest.Length;
        sender.Rest.CopyTo(_input);
        nint received;
        fixed (byte* to = &_input[rest]) received = Libc.recv(sender.Descriptor, to, ReadBytes, Libc.MSG_DONTWAIT);
        if (received < 0 && Marshal.GetLastPInvokeError() is Libc.Errno.EAGAIN or Libc.Errno.EINTR) return;
        if (received <= 0) sender.HasEnded = true;
        Use(sender, rest + (int)Math.Max(0, received));
    }

    // The input holds what came last and was not used, and what has come now.
    private void Use(Connection sender, int length)
    {
        var input = _input.AsSpan(0, length);
        var at = 0;
        while (sender.MayRead && !sender.IsReady && at < length)
        {
            var step = input[at..].IndexOf((byte)'\n');
            if (step < 0) break;
            Line(sender, input.Slice(at, step + 1));
            at += step + 1;
        }

        ReadOnlySpan<byte> rest = input[at..];
        if (sender.MayRead && !sender.IsReady)
        {
            rest = Incomplete(sender, rest);
            if (sender.HasEnded)
            {
                Close(sender);
                return;
            }
        }

        sender.Keep(rest);
        _delivery.Watch(sender);
    }

    // No line end is in it. What is too long already is passed over; at the end of all it is a line, too.
    private ReadOnlySpan<byte> Incomplete(Connection sender, ReadOnlySpan<byte> rest)
    {
        if (sender.HasEnded && rest.Length > 0)
        {
            rest.CopyTo(_input);
            _input[rest.Length] = (byte)'\n';
            Line(sender, _input.AsSpan(0, rest.Length + 1));
            return [];
        }

        // With a carriage return it may be one longer.
        if (rest.Length <= _options.Line + 1) return rest;
        if (!sender.IsSkipping) Skip(sender, "is too long");
        sender.IsSkipping = true;
        return [];
    }

    private void Line(Connection sender, ReadOnlySpan<byte> withEnd)
    {
        if (sender.IsSkipping)
        {
            sender.IsSkipping = false;
            return;
        }

        var line = withEnd[..^1];
        if (line.EndsWith("\r"u8)) line = line[..^1];
        if (line.Length > _options.Line) Skip(sender, "is too long");
        else if (sender.LastRoute is { } last && line.StartsWith(last.Beginning) && StorableLine.HasValue(line[last.Beginning.Length..]) && StorableLine.IsText(line)) Route(sender, last, line, withEnd);
        else if (StorableLine.TryRead(line, out var typeName)) Route(sender, Find(sender, typeName), line, withEnd);
        else Other(sender, line);
    }

    private Route? Find(Connection sender, ReadOnlySpan<byte> typeName)
    {
        var route = Links.Routes.Find(typeName);
        sender.LastRoute = route;
        if (route is null) _tally.CountUnlinked();
        return route;
    }

    private void Route(Connection sender, Route? route, ReadOnlySpan<byte> line, ReadOnlySpan<byte> withEnd)
    {
        if (route is null) return;
        // Without the carriage return, which only some senders have.
        if (withEnd.Length != line.Length + 1) withEnd = WithEnd(line);
        foreach (var link in route.Links)
        {
            if (link.Link.From is { } from && from != sender.Port.Id) continue;
            if (link.Address is not null) Send(link, line);
            else if (_delivery.Deliver(link, withEnd)) Hold(sender, link);
        }
    }

    private static void Hold(Connection sender, LinkEntry link)
    {
        var held = link.Target!.HeldBack;
        if (held.Contains((sender, link))) return;
        held.Add((sender, link));
        sender.Holders++;
    }

    private ReadOnlySpan<byte> WithEnd(ReadOnlySpan<byte> line)
    {
        line.CopyTo(_line);
        _line[line.Length] = (byte)'\n';
        return _line.AsSpan(0, line.Length + 1);
    }

    // Written in another way than Baton's, or no message at all.
    private void Other(Connection sender, ReadOnlySpan<byte> line)
    {
        switch (StorableLine.IsText(line) ? _reader.ReadLine(line) : IpcKind.Invalid)
        {
            case IpcKind.Storable:
                StorableLine.TryRead(_reader.Json, out var typeName);
                Route(sender, Find(sender, typeName), _reader.Json, _reader.Json);
                break;
            case IpcKind.Telemetry:
                _tally.CountTelemetry();
                _events.TelemetryTold(sender.Port.Id, _reader.Json);
                break;
            case IpcKind.StartRuntime:
                sender.IsAnswerOwed = true;
                _events.StartAsked(sender.Port.Id, _reader.Which, _reader.Priority);
                break;
            case IpcKind.StopRuntime:
                sender.IsAnswerOwed = true;
                _events.StopAsked(sender.Port.Id, _reader.Which);
                break;
            case IpcKind.ControlResponse:
                Skip(sender, "is an answer, which nobody asked for");
                break;
            default:
                Skip(sender, "is no message");
                // Finding that out takes longer than a message: others come before its next.
                Resume(sender);
                break;
        }
    }

    private void Skip(Connection sender, string why)
    {
        if (_tally.CountSkipped() && sender.Port is var port) Notice(port, $"a line is skipped: it {why}");
    }
}
