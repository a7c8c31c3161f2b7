using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Baton.Control.Streams;

/// <summary>
/// Writes server-sent events. A reader that takes its time holds up only its own stream: writing waits for it, with no more than one
/// batch in memory. One that takes nothing at all is dropped, unless it may rest.
/// </summary>
internal sealed class ServerEvents : IDisposable
{
    /// <summary>How long a reader may take nothing.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(30);

    /// <summary>What is written at once: one write that waits is one that nothing of was taken.</summary>
    private const int PieceBytes = 16 * 1024;

    /// <summary>A larger buffer is given back with the first message that needs only a part of this: streams send little most of the time.</summary>
    private const int KeptBytes = 64 * 1024;

    private readonly ControlRequest _request;
    private readonly PipeWriter _out;
    private readonly Utf8JsonWriter _json;
    private readonly bool _mayRest;
    private ArrayBufferWriter<byte> _unsent = new(1024);
    private bool _isSending;

    private ServerEvents(ControlRequest request, bool mayRest)
    {
        (_request, _mayRest) = (request, mayRest);
        _out = request.Context.Response.BodyWriter;
        _json = new Utf8JsonWriter(_unsent, Answer.Writing);
    }

    /// <summary>
    /// Answers with a stream. Once that has begun there is no status any more to tell a failure by: it is the stream's last event.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="send">Sends it, to its end.</param>
    /// <param name="mayRest">The reader may stop reading for as long as it likes.</param>
    public static async Task RunAsync(ControlRequest request, Func<ServerEvents, Task> send, bool mayRest = false)
    {
        using var events = await StartAsync(request, mayRest);
        try
        {
            await send(events);
            events.AddEnd(request.Stopping);
            await events.FlushAsync(request.Gone);
        }
        catch (Exception e) when (events.CanTell(e))
        {
            await events.FailAsync(e);
        }
    }

    private static async Task<ServerEvents> StartAsync(ControlRequest request, bool mayRest)
    {
        var response = request.Context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Request-Id"] = request.Context.TraceIdentifier;
        // Streams look after their readers themselves: some may rest as long as they like.
        if (request.Context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        var events = new ServerEvents(request, mayRest);
        // At once, so that the reader knows that it is connected before the first event happens.
        await response.StartAsync(request.Gone);
        await response.BodyWriter.FlushAsync(request.Gone);
        request.Sources.Http.StreamBegan();
        return events;
    }

    /// <summary>Waits for <paramref name="news"/>, and keeps the connection from looking dead meanwhile, however long that takes.</summary>
    /// <param name="news">What is waited for. Afterwards it has ended, also when this throws.</param>
    /// <param name="over">What ends it.</param>
    /// <param name="patience">For how long it is waited for when the API ends meanwhile.</param>
    /// <returns>False when the stream is to end instead.</returns>
    public async Task<bool> WaitAsync(Task news, CancellationTokenSource over, TimeSpan patience = default)
    {
        try
        {
            Wait wait;
            while ((wait = await News.WaitAsync(news, _request)) == Wait.Idle)
            {
                AddIdle();
                await FlushAsync(_request.Gone);
            }

            if (wait == Wait.News || await ComesAsync(news, patience)) return true;
        }
        catch
        {
            await over.CancelAsync();
            await news.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await over.CancelAsync();
        await EndedAsync(news);
        return false;
    }

    /// <summary>Adds an event; <see cref="FlushAsync"/> sends it.</summary>
    public void Add<T>(string name, string? id, T data, JsonTypeInfo<T> info)
    {
        using (Begin(name, id)) JsonSerializer.Serialize(_json, data, info);
    }

    /// <summary>Adds an event that is written already.</summary>
    public void Add(ReadOnlySpan<byte> frame) => _unsent.Write(frame);

    /// <summary>Begins an event, whose data is what is written to <see cref="Json"/> until the result is disposed.</summary>
    public Ending Begin(string name, string? id)
    {
        if (id is not null) Write("id: ", id);
        Write("event: ", name);
        _unsent.Write("data: "u8);
        _json.Reset(_unsent);
        return new Ending(this);
    }

    /// <summary>Writes the data of the event begun.</summary>
    public Utf8JsonWriter Json => _json;

    /// <summary>Keeps the connection from looking dead, to both ends. It is an event and no comment, since a page in a browser hears no comments.</summary>
    /// <param name="id">Where to resume, where that is to be told without anything else.</param>
    public void AddIdle(string? id = null)
    {
        if (id is not null) Write("id: ", id);
        _unsent.Write("event: idle\ndata: {}\n\n"u8);
    }

    /// <summary>The last event: why the daemon closes the stream.</summary>
    private void AddEnd(Stopping stopping) => Add("end", null, new StreamEnd(stopping.Reason, stopping.IsFollowed ? true : null), WireJson.Default.StreamEnd);

    /// <summary>Sends what was added; waits for a reader that is slow.</summary>
    /// <exception cref="StreamOverException">
    /// It took nothing for <see cref="StuckAfter"/>, and the connection is cut. Or it may read no longer: then it was told why instead of what was added.
    /// </exception>
    public async ValueTask FlushAsync(CancellationToken ct)
    {
        var isLast = _request.Stopping.IsRevoked;
        if (isLast)
        {
            _unsent.ResetWrittenCount();
            AddEnd(_request.Stopping);
        }

        _isSending = true;
        for (var left = _unsent.WrittenMemory; left.Length > 0;)
        {
            var piece = left[..Math.Min(left.Length, PieceBytes)];
            var writing = _out.WriteAsync(piece, ct);
            if (writing.IsCompletedSuccessfully) writing.GetAwaiter().GetResult();
            else await TakenAsync(writing.AsTask());
            left = left[piece.Length..];
            // In the middle of an event there is no place for a reason.
            if (!isLast && left.Length > 0 && _request.Stopping.IsRevoked) Cut();
        }

        _isSending = false;
        if (isLast) throw new StreamOverException();

        if (_unsent.Capacity > KeptBytes && _unsent.WrittenCount < KeptBytes / 4) _unsent = new ArrayBufferWriter<byte>(1024);
        else _unsent.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _request.Sources.Http.StreamEnded();
        _json.Dispose();
    }

    /// <summary>In the middle of an event, or to somebody who has gone, there is nothing to tell.</summary>
    private bool CanTell(Exception e) => !_isSending && !_request.Gone.IsCancellationRequested && e is not StreamOverException;

    private async Task FailAsync(Exception e)
    {
        var (code, _, detail, isExpected) = ProblemWriter.Tell(e);
        if (!isExpected) _request.Options.Bug(_request.Context.TraceIdentifier, $"GET {_request.Context.Request.Path}", e);
        // What was not sent yet may be half an event.
        _unsent.ResetWrittenCount();
        Add("end", null, new StreamEnd(detail, Code: code), WireJson.Default.StreamEnd);
        await FlushAsync(_request.Gone);
    }

    /// <summary>Whether it comes in time for a reader that may have it. Throws what <paramref name="news"/> threw.</summary>
    private async Task<bool> ComesAsync(Task news, TimeSpan patience)
    {
        if (patience == TimeSpan.Zero || _request.Stopping.IsRevoked) return false;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_request.Gone, _request.Stopping.Revoked);
        await Task.WhenAny(news, Task.Delay(patience, _request.Sources.Time, over.Token));
        await over.CancelAsync();
        if (!news.IsCompleted) return false;
        await news;
        return true;
    }

    /// <summary>Waits for what was cancelled.</summary>
    private static async Task EndedAsync(Task news)
    {
        try
        {
            await news;
        }
        catch (OperationCanceledException)
        {
            // That is what was asked for.
        }
    }

    /// <summary>Waits until the reader has taken enough of what was written before.</summary>
    private async Task TakenAsync(Task writing)
    {
        if (_mayRest)
        {
            await writing;
            return;
        }

        // A reader that may read no longer is not waited for either.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_request.Stopping.Revoked);
        await Task.WhenAny(writing, Task.Delay(StuckAfter, _request.Sources.Time, over.Token));
        await over.CancelAsync();
        if (!writing.IsCompleted)
        {
            if (!_request.Stopping.IsRevoked) _request.Sources.Streams.CountDropped();
            _request.Context.Abort();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new StreamOverException();
        }

        await writing;
    }

    private void Cut()
    {
        _request.Context.Abort();
        throw new StreamOverException();
    }

    private void Write(string field, string value)
    {
        Encoding.ASCII.GetBytes(field, _unsent);
        Encoding.ASCII.GetBytes(value, _unsent);
        _unsent.Write("\n"u8);
    }

    /// <summary>Ends an event.</summary>
    internal readonly struct Ending(ServerEvents events) : IDisposable
    {
        public void Dispose()
        {
            events._json.Flush();
            events._unsent.Write("\n\n"u8);
        }
    }
}
