using System.Buffers;
using Baton.Cli.Commands;
using Baton.Cli.Output;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.View;

/// <summary>
/// What <c>baton up</c> shows: a client of the API like any other, in the daemon's process but with no way into it. Whatever happens to
/// the terminal ends or delays the view only.
/// </summary>
internal sealed class LiveView : IAsyncDisposable
{
    /// <summary>How long the end of the process waits for the last lines to be taken by the terminal.</summary>
    public static readonly TimeSpan LastLinesLimit = TimeSpan.FromSeconds(2);

    // Lines written between the start of the services and the moment the view is connected; more than this many are not looked for.
    private const int EarlyLines = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private readonly TimeProvider _time;
    private readonly BatonClient _client;
    private readonly OutputThread _output;
    private readonly ViewFormat _format;
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _showing = Task.CompletedTask;
    private int _toOpen = 2;

    private LiveView(CommandContext context, BatonClient client, bool isJson)
    {
        _time = context.Time;
        _client = client;
        _output = new OutputThread(context.Terminal.Output);
        _format = isJson ? new JsonViewFormat(context.Terminal.Show, context.Time) : new TextViewFormat(context.Terminal.Show);
    }

    /// <summary>Completes when it is told of all lines and events from now on, or never will be.</summary>
    public Task Attached => _attached.Task;

    /// <summary>Begins to show; returns at once.</summary>
    /// <param name="context">Terminal and clock.</param>
    /// <param name="socketPath">The daemon's socket.</param>
    /// <param name="isJson">For programs: an object a line.</param>
    /// <param name="stop">Cancelled when the daemon was asked to stop.</param>
    public static LiveView Start(CommandContext context, string socketPath, bool isJson, CancellationToken stop)
    {
        var view = new LiveView(context, BatonClient.Connect(socketPath), isJson);
        // Not on the caller's thread: that is the daemon's.
        view._showing = Task.Run(() => view.ShowAsync(stop), CancellationToken.None);
        return view;
    }

    /// <summary>
    /// Call it when the daemon has ended: shows what is left, if the terminal takes it in time. What a blocked terminal still holds up is
    /// left behind for the end of the process.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        var limit = Task.Delay(LastLinesLimit, _time);
        await Task.WhenAny(_showing, limit);
        await _over.CancelAsync();
        _output.Complete();
        await Task.WhenAny(_output.Ended, limit);
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        try
        {
            var system = await _client.System.GetAsync(_over.Token);
            var services = await _client.Services.ListAsync(_over.Token);
            lock (_gate) _format.Expect(services.Select(service => service.Name));
            await GreetAsync(system);
            _ = ShowStoppingAsync(stop);
            await Task.WhenAll(ShowLinesAsync(system.StartedAt), ShowEventsAsync(system.StartedAt));
        }
        catch (Exception e) when (IsExpected(e))
        {
            // The daemon has gone, or the view is over. Should the daemon still run, the person is told that only the view has ended.
            if (!stop.IsCancellationRequested && !_over.IsCancellationRequested)
                await NoteAsync($"the view has ended, the services go on: {e.Message}");
        }
        finally
        {
            _attached.TrySetResult();
        }
    }

    private async Task CountAsync(Task opened)
    {
        await opened;
        if (Interlocked.Decrement(ref _toOpen) == 0) _attached.TrySetResult();
    }

    private async Task GreetAsync(SystemRecord system)
    {
        await NoteAsync($"baton {VersionCommand.Short(system.Version)} runs, pid {Figures.Number(system.Pid)}, {string.Join(", ", system.Listen)}", isQuiet: true, isWarning: false);
        foreach (var weakness in system.Degraded) await NoteAsync(weakness);
    }

    private async Task ShowLinesAsync(DateTimeOffset since)
    {
        var query = new LogQuery { Tail = EarlyLines };
        while (true)
        {
            var stream = _client.Logs.FollowAsync(query);
            _ = CountAsync(stream.Opened);
            try
            {
                await foreach (var batch in stream.WithCancellation(_over.Token)) await HandOverAsync(Format(batch, since));
                return;
            }
            catch (ConnectionLostException)
            {
                // A terminal that stood still for long (Ctrl+S) makes the daemon drop this reader; the lines are still in its files.
                if (stream.LastId is { } last) query = new LogQuery { Cursor = last };
                await Task.Delay(Pause, _time, _over.Token);
            }
        }
    }

    private ArrayBufferWriter<byte> Format(IReadOnlyList<LogLine> batch, DateTimeOffset since)
    {
        var piece = _output.Rent();
        lock (_gate)
        {
            foreach (var line in batch)
            {
                // Older ones are of an earlier daemon's run.
                if (line.Time >= since) _format.Append(piece, line);
            }
        }

        return piece;
    }

    private async Task ShowEventsAsync(DateTimeOffset since)
    {
        long? after = null;
        while (true)
        {
            // Those of earlier daemons are kept, too, and may be many.
            var stream = after is { } known ? _client.Events.FollowAsync(known) : _client.Events.FollowAsync(new EventQuery { Since = since });
            _ = CountAsync(stream.Opened);
            try
            {
                await foreach (var e in stream.WithCancellation(_over.Token))
                {
                    if (e.Time < since || !EventNote.IsShown(e)) continue;
                    var piece = _output.Rent();
                    lock (_gate) _format.Append(piece, e);
                    await HandOverAsync(piece);
                }

                return;
            }
            catch (ConnectionLostException)
            {
                after = stream.LastSeq ?? after;
                await Task.Delay(Pause, _time, _over.Token);
            }
        }
    }

    private async Task ShowStoppingAsync(CancellationToken stop)
    {
        try
        {
            using var asked = CancellationTokenSource.CreateLinkedTokenSource(stop, _over.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, asked.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            if (_over.IsCancellationRequested) return;
            await NoteAsync("stopping; Ctrl+C again kills everything now", isWarning: false);
            await ShowWhoIsWaitedForAsync();
        }
        catch (Exception e) when (IsExpected(e))
        {
            // The daemon has gone: there is nothing left to wait for.
        }
    }

    private async Task ShowWhoIsWaitedForAsync()
    {
        using var timer = new PeriodicTimer(Pause, _time);
        string? shown = null;
        while (await timer.WaitForNextTickAsync(_over.Token))
        {
            var waiting = WaitingText.Of(await _client.Services.ListAsync(_over.Token), _time.GetUtcNow());
            if (waiting.Text is null || waiting.Who == shown) continue;
            shown = waiting.Who;
            await NoteAsync(waiting.Text);
        }
    }

    private async Task NoteAsync(string text, bool isWarning = true, bool isQuiet = false)
    {
        var piece = _output.Rent();
        lock (_gate) _format.AppendNote(piece, text, isWarning, isQuiet);
        await HandOverAsync(piece);
    }

    private async Task HandOverAsync(ArrayBufferWriter<byte> piece)
    {
        // Nobody sees it any more: the view closes its connections, the daemon goes on.
        if (!await _output.WriteAsync(piece, _over.Token)) await _over.CancelAsync();
    }

    private static bool IsExpected(Exception e) =>
        e is NoDaemonException or SilentDaemonException or ConnectionLostException or ProblemException or InvalidAnswerException or OperationCanceledException;
}
