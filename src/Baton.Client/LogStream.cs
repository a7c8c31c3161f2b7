using Baton.Client.Http;
using Baton.Client.Streams;
using Baton.Contracts;

namespace Baton.Client;

/// <summary>
/// Log lines as they are written, in batches as they arrive. Enumerate it once; cancelling or leaving the loop closes it.
/// </summary>
public sealed class LogStream : IAsyncEnumerable<IReadOnlyList<LogLine>>
{
    private readonly HttpEndpoint _endpoint;
    private readonly string _target;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal LogStream(HttpEndpoint endpoint, string target, string? cursor)
    {
        _endpoint = endpoint;
        _target = target;
        LastId = cursor;
    }

    /// <summary>
    /// Where a later stream can go on (<see cref="LogQuery.Cursor"/>): at or a little before the last batch given, so that lines may be
    /// seen twice (up to about a second of them) but never missed. Null until the daemon sent the first.
    /// </summary>
    public string? LastId { get; private set; }

    /// <summary>Why the daemon ended the stream; null while it has not.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Completes when the daemon has begun to answer; never when it does not.</summary>
    public Task Opened => _opened.Task;

    /// <inheritdoc/>
    public async IAsyncEnumerator<IReadOnlyList<LogLine>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var exchange = await _endpoint.OpenStreamAsync(_target, LastId, cancellationToken);
        _opened.TrySetResult();
        var events = new ServerEventReader(exchange);
        while (EndReason is null && await events.ReadAsync(cancellationToken) is { } e)
        {
            if (e.Name == "end") EndReason = _endpoint.ReadEnd(e.Data).Reason;
            if (e.Name == "lines") yield return HttpEndpoint.Read(e.Data, WireJson.Default.IReadOnlyListLogLine);
            // After the lines, not before: whoever leaves the loop on a batch gets it again, rather than never.
            LastId = e.Id ?? LastId;
        }

        if (EndReason is null) throw new ConnectionLostException(_endpoint.Name, "the stream ended without a reason");
    }
}
