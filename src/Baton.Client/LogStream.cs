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
    /// Where a later stream can go on (<see cref="LogQuery.Cursor"/>): behind the last batch that was taken, or, where the stream is of more than 64
    /// services and was cut off, a little before it, so that lines may be seen twice (up to about a second of them) but never missed. Null until the
    /// daemon has found where the stream begins, and where there are too many services for one place.
    /// </summary>
    public string? LastId { get; private set; }

    /// <summary>Why the daemon ended the stream; null while it has not.</summary>
    public string? EndReason { get; private set; }

    /// <summary>It ended because another daemon takes this one's place, where it can be resumed in a moment.</summary>
    public bool IsResumable { get; private set; }

    /// <summary>It ended since something failed in the daemon, which is thrown: to resume it would fail in the same way.</summary>
    public bool HasFailed { get; private set; }

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
            if (e.Name == "end") End(e.Data);
            if (e.Name == "lines") yield return HttpEndpoint.Read(e.Data, WireJson.Default.IReadOnlyListLogLine);
            // After the lines, not before: whoever leaves the loop on a batch gets it again, rather than never.
            LastId = e.Id ?? LastId;
        }

        if (EndReason is null) throw new ConnectionLostException(_endpoint.Name, "the stream ended without a reason");
    }

    private void End(ReadOnlyMemory<byte> json)
    {
        HasFailed = true;
        var end = _endpoint.ReadEnd(json);
        (HasFailed, EndReason, IsResumable) = (false, end.Reason, end.Resumes == true);
    }
}
