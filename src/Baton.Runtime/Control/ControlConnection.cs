using System.Globalization;
using System.Text;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;
using Baton.Runtime.Wire;

namespace Baton.Runtime.Control;

/// <summary>
/// One client of the control socket: its requests one after the other, each answered before the next is looked at. Nothing that it sends ends the connection,
/// and when it does not read its answers, only it waits.
/// </summary>
internal sealed class ControlConnection(Stream stream, bool isTcp, Orchestrator orchestrator, ControlOptions options)
{
    /// <summary>Requests that are answered before others get the thread.</summary>
    private const int TurnLimit = 64;

    private readonly LineReader _lines = new(stream, ControlOptions.LongestLine);

    /// <summary>Serves until the client says that no more comes.</summary>
    /// <param name="stop">No more requests are read; what is being done is done and answered.</param>
    /// <exception cref="IOException">The client is gone.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        for (var served = 1; ; served++)
        {
            stop.ThrowIfCancellationRequested();
            var (kind, line) = await _lines.ReadAsync(stop);
            if (kind == LineKind.End || !await ServeAsync(kind, line, stop)) return;
            if (served % TurnLimit == 0) await Task.Yield();
        }
    }

    /// <summary>False when nothing more can come on this connection.</summary>
    private async Task<bool> ServeAsync(LineKind kind, ReadOnlyMemory<byte> line, CancellationToken stop)
    {
        var problem = string.Create(CultureInfo.InvariantCulture, $"a line has at most {ControlOptions.LongestLine} bytes");
        var request = kind == LineKind.TooLong ? null : ControlRequestReader.Read(line.Span, out problem);
        switch (request)
        {
            case null:
                await stream.WriteAsync(ControlAnswer.Refused("parsing request", problem), CancellationToken.None);
                return !IsHttp(line.Span);
            case ControlRequest.AddWithBinary upload:
                await stream.WriteAsync(await ReceiveAsync(upload, stop), CancellationToken.None);
                return true;
            case ControlRequest.Stdout { Id: var id } when orchestrator.Find(id) is not null:
                await FollowAsync(id, stop);
                return false;
            default:
                await stream.WriteAsync(await AnswerAsync(request), CancellationToken.None);
                return true;
        }
    }

    private async Task<ReadOnlyMemory<byte>> AnswerAsync(ControlRequest request)
    {
        try
        {
            switch (request)
            {
                case ControlRequest.Version: return ControlAnswer.Version(options.Version);
                case ControlRequest.OwnVersion: return ControlAnswer.Version(options.OwnVersion);
                case ControlRequest.Info: return ControlAnswer.Info(orchestrator.Info());
                case ControlRequest.Stdout stdout: return ControlAnswer.Refused("reading instance output", OrchestratorMachine.NotRegistered(stdout.Id));
                case ControlRequest.Add add: await orchestrator.AddAsync(add.Id, add.Path, add.IsPrivileged); break;
                case ControlRequest.Start start: await orchestrator.StartAsync(start.Id, start.Priority); break;
                case ControlRequest.Stop stop: await orchestrator.StopAsync(stop.Id); break;
                case ControlRequest.Remove remove: await orchestrator.RemoveAsync(remove.Id); break;
                case ControlRequest.Link link: await orchestrator.LinkAsync(new Link(link.TypeName, link.To, link.From)); break;
                case ControlRequest.Unlink link: await orchestrator.UnlinkAsync(link.TypeName, link.To, link.From); break;
                case ControlRequest.Clear: await orchestrator.ClearAsync(); break;
            }

            return ControlAnswer.Done;
        }
        catch (RefusedException e)
        {
            return ControlAnswer.Refused(e.Causes);
        }
    }

    /// <summary>The first answer says that the bytes may come; what this returns is the second, after them.</summary>
    private async Task<ReadOnlyMemory<byte>> ReceiveAsync(ControlRequest.AddWithBinary request, CancellationToken stop)
    {
        if (request.Length > options.MostUploadBytes)
        {
            return ControlAnswer.Refused("adding binary instance", string.Create(CultureInfo.InvariantCulture,
                $"the binary has {request.Length} bytes, and at most {options.MostUploadBytes} are taken"));
        }

        await stream.WriteAsync(ControlAnswer.Done, CancellationToken.None);
        // There is no right time for an upload, but Baton's end does not wait for one.
        var outcome = await orchestrator.Uploads.ReceiveAsync(request.Id, request.Length, request.Hash, buffer => _lines.ReadRawAsync(buffer, stop));
        if (outcome.File is not { } file) return ControlAnswer.Refused(outcome.Causes!);
        try
        {
            await orchestrator.AddUploadAsync(request.Id, file, request.IsPrivileged);
            return ControlAnswer.Done;
        }
        catch (RefusedException e)
        {
            return ControlAnswer.Refused(e.Causes);
        }
    }

    private async Task FollowAsync(InstanceId id, CancellationToken stop)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop, orchestrator.Removed(id));
        await stream.WriteAsync(ControlAnswer.Done, CancellationToken.None);
        var hangingUp = UntilHungUpAsync(ends);
        try
        {
            await options.Follow(id, stream, ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The instance is gone, or the client, or Baton ends.
        }
        finally
        {
            await ends.CancelAsync();
            await hangingUp;
        }
    }

    /// <summary>Without it a client that hangs up would be noticed at the next output only, which may never come.</summary>
    private async Task UntilHungUpAsync(CancellationTokenSource ends)
    {
        var ignored = new byte[256];
        try
        {
            while (await _lines.ReadRawAsync(ignored, ends.Token) > 0)
            {
                // Nothing can be asked any more.
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has hung up the hard way, or the end came from elsewhere.
        }

        await ends.CancelAsync();
    }

    /// <summary>
    /// A web page can make a browser send what it likes to a TCP port of this machine, but only as the body of a request, before which lines stand that show what it is. The first
    /// may be too long to be looked at; the one with the host is not.
    /// </summary>
    private bool IsHttp(ReadOnlySpan<byte> line) =>
        isTcp && (line.EndsWith(" HTTP/1.1"u8) || line.EndsWith(" HTTP/1.0"u8) || (line.Length > 5 && Ascii.EqualsIgnoreCase(line[..5], "host:"u8)));
}
