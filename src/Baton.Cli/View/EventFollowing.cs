using System.Globalization;
using Baton.Client;

namespace Baton.Cli.View;

/// <summary>
/// Events as they happen, over the deaths and the replacement of daemons: it goes on by number with the next one, so that no event is lost or shown twice.
/// It ends when Baton does.
/// </summary>
internal sealed class EventFollowing(CommandContext context, BatonClient client, EventPrinter printer)
{
    private readonly DaemonLoss _loss = new(context);
    private EventQuery _wanted = new();

    /// <summary>Shows events until the daemon says that it ends for good.</summary>
    /// <exception cref="NoDaemonException">There is none, or none came in place of one that has gone.</exception>
    public async Task RunAsync(EventQuery query)
    {
        _wanted = await BeginAsync(query);
        while (true)
        {
            var stream = client.Events.FollowAsync(_wanted);
            string why;
            try
            {
                await ShowAsync(stream);
                if (!stream.IsResumable) return;
                why = $"{stream.EndReason}; waiting for the next one";
            }
            catch (Exception e) when (_loss.IsPassing(e, stream.Opened))
            {
                why = $"{e.Message}; waiting for it to come back";
            }

            if (stream.LastSeq is { } last) _wanted = _wanted with { Tail = null, Cursor = Number(last) };
            await _loss.WaitAsync(why, stream.Opened);
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
        await _loss.TellReturnAsync(stream.Opened, next);
        for (; await next; next = events.MoveNextAsync().AsTask())
        {
            if (stream.IsCut) printer.Cut();
            if (stream.Missed > told) printer.Miss(stream.Missed - told);
            told = stream.Missed;
            printer.Print([events.Current]);
        }
    }

    private static string Number(long seq) => seq.ToString(CultureInfo.InvariantCulture);
}
