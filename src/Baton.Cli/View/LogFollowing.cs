using Baton.Client;

namespace Baton.Cli.View;

/// <summary>
/// Log lines as they are written, over the deaths and the replacement of daemons: it goes on with the next one at the place where it was, so that no line
/// is lost or shown twice. It ends when Baton does.
/// </summary>
internal sealed class LogFollowing(CommandContext context, BatonClient client, LinePrinter printer)
{
    private readonly DaemonLoss _loss = new(context);
    private DateTimeOffset? _lastTime;

    /// <summary>Shows lines until the daemon says that it ends for good.</summary>
    /// <exception cref="NoDaemonException">There is none, or none came in place of one that has gone.</exception>
    public async Task RunAsync(LogQuery query)
    {
        while (true)
        {
            var stream = client.Logs.FollowAsync(query);
            string why;
            try
            {
                await ShowAsync(stream);
                if (!stream.IsResumable) return;
                why = $"{stream.EndReason}; waiting for the next one";
            }
            catch (Exception e) when (!stream.HasFailed && _loss.IsPassing(e, stream.Opened))
            {
                why = $"{e.Message}; waiting for it to come back";
            }

            query = Rest(query, stream.LastId);
            await _loss.WaitAsync(why, stream.Opened);
        }
    }

    // There is no place before the daemon has found where to begin, and none of some thousand services: those go on by the clock, about where they were.
    private LogQuery Rest(LogQuery query, string? place)
    {
        if (place is not null) return query with { Tail = null, Cursor = place };
        return _lastTime is { } time ? query with { Tail = null, Since = time } : query;
    }

    private async Task ShowAsync(LogStream stream)
    {
        await using var batches = stream.GetAsyncEnumerator();
        var next = batches.MoveNextAsync().AsTask();
        await _loss.TellReturnAsync(stream.Opened, next);
        for (; await next; next = batches.MoveNextAsync().AsTask())
        {
            printer.Print(batches.Current);
            if (batches.Current.Count > 0) _lastTime = batches.Current[^1].Time;
        }
    }
}
