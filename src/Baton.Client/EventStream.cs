using Baton.Client.Http;
using Baton.Client.Streams;
using Baton.Contracts;

namespace Baton.Client;

/// <summary>Events as they happen. Enumerate it once; cancelling or leaving the loop closes it.</summary>
public sealed class EventStream : IAsyncEnumerable<EventRecord>
{
    private readonly HttpEndpoint _endpoint;
    private readonly string _target;
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal EventStream(HttpEndpoint endpoint, string target)
    {
        _endpoint = endpoint;
        _target = target;
    }

    /// <summary>Number of the last event given; a later stream goes on after it. Null before the first.</summary>
    public long? LastSeq { get; private set; }

    /// <summary>How many events were wanted and no longer kept, so far.</summary>
    public long Missed { get; private set; }

    /// <summary>The search for where it begins ended before the beginning of the journal, so that there may be older events.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Why the daemon ended the stream; null while it has not.</summary>
    public string? EndReason { get; private set; }

    /// <summary>It ended because another daemon takes this one's place, where it can be resumed in a moment.</summary>
    public bool IsResumable { get; private set; }

    /// <summary>Completes when the daemon has begun to answer; never when it does not.</summary>
    public Task Opened => _opened.Task;

    /// <inheritdoc/>
    public async IAsyncEnumerator<EventRecord> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var exchange = await _endpoint.OpenStreamAsync(_target, lastEventId: null, cancellationToken);
        _opened.TrySetResult();
        var events = new ServerEventReader(exchange);
        while (EndReason is null && await events.ReadAsync(cancellationToken) is { } e)
        {
            if (e.Name == "end")
            {
                var end = _endpoint.ReadEnd(e.Data);
                (EndReason, IsResumable) = (end.Reason, end.Resumes == true);
            }

            if (e.Name == "gap") Missed += HttpEndpoint.Read(e.Data, WireJson.Default.StreamGap).Missed;
            if (e.Name == "cut") IsCut = true;
            if (e.Name != "notice") continue;
            var notice = HttpEndpoint.Read(e.Data, WireJson.Default.EventRecord);
            LastSeq = notice.Seq;
            yield return notice;
        }

        if (EndReason is null) throw new ConnectionLostException(_endpoint.Name, "the stream ended without a reason");
    }
}
