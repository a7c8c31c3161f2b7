using System.Globalization;
using Baton.Client;

namespace Baton.Cli.View;

/// <summary>
/// Events as they happen, over the deaths and the replacement of daemons: it goes on by number with the next one, so that no event is lost or shown twice.
/// It ends when Baton does.
/// </summary>
internal sealed class EventFollowing(CommandContext context, BatonClient client, EventPrinter printer)
{
    /// <summary>How long a daemon that has gone is waited for: several times the guardian's longest wait between two starts.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private EventQuery _wanted = new();
    private long? _lostAt;

    /// <summary>Shows events until the daemon says that it ends for good.</summary>
    /// <exception cref="NoDaemonException">There is none, or none came in place of one that has gone.</exception>
    public async Task RunAsync(EventQuery query)
    {
        _wanted = await BeginAsync(query);
        while (true)
        {
            var stream = client.Events.FollowAsync(_wanted);
            try
            {
                await ShowAsync(stream);
                if (!stream.IsResumable) return;
                Lose(stream, $"{stream.EndReason}; waiting for the next one");
            }
            catch (Exception e) when (IsPassing(e, stream))
            {
                Lose(stream, $"{e.Message}; waiting for it to come back");
            }

            await Task.Delay(Pause, context.Time);
        }
    }

    /// <summary>What says where to begin, as a place that still means the same after a death of the daemon.</summary>
    private async Task<EventQuery> BeginAsync(EventQuery query)
    {
        // To follow means new events only, unless something is said of the beginning: "all" is such a word.
        if (query is { Tail: null, Since: null }) return query with { Cursor = "0" };
        if (query.Tail != 0) return query;
        var page = await client.Events.QueryAsync(query with { Limit = 1 });
        return page.Last is { } last ? query with { Tail = null, Cursor = Number(last) } : query;
    }

    private async Task ShowAsync(EventStream stream)
    {
        long told = 0;
        await using var events = stream.GetAsyncEnumerator();
        var next = events.MoveNextAsync().AsTask();
        await Task.WhenAny(stream.Opened, next);
        if (_lostAt is not null && stream.Opened.IsCompleted) Say("the daemon is back");
        for (; await next; next = events.MoveNextAsync().AsTask())
        {
            if (stream.IsCut) printer.Cut();
            if (stream.Missed > told) printer.Miss(stream.Missed - told);
            told = stream.Missed;
            printer.Print([events.Current]);
        }
    }

    private void Lose(EventStream stream, string why)
    {
        if (stream.LastSeq is { } last) _wanted = _wanted with { Tail = null, Cursor = Number(last) };
        // Said once, however many attempts fail.
        if (_lostAt is not null && !stream.Opened.IsCompleted) return;
        _lostAt = context.Time.GetTimestamp();
        Say(why);
    }

    /// <summary>It may be well in a moment. The very first attempt must succeed, and one after a loss in time.</summary>
    private bool IsPassing(Exception e, EventStream stream)
    {
        if (e is not (ConnectionLostException or NoDaemonException)) return false;
        return stream.Opened.IsCompleted || (_lostAt is { } at && context.Time.GetElapsedTime(at) < Patience);
    }

    private void Say(string text) => context.Terminal.WriteError($"baton: {text}\n");

    private static string Number(long seq) => seq.ToString(CultureInfo.InvariantCulture);
}
