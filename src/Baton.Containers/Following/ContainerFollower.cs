using System.Text;
using Baton.Containers.Engine;
using Baton.Containers.Runs;
using Baton.Core;
using Baton.Processes;

namespace Baton.Containers.Following;

/// <summary>
/// The process of a run in a container: copies what the container writes to its own streams, and ends with its exit code. It waits for an engine that is away;
/// it decides nothing.
/// </summary>
public sealed class ContainerFollower : IDisposable
{
    /// <summary>
    /// First word of its command line; the others are the engine's socket, the container's name, the run by its labels, and where the place in its log is kept.
    /// Daemons of earlier versions say only the first two, and those of later ones may say more.
    /// </summary>
    public const string Verb = "container-follow";

    /// <summary>Exit code where that of the container cannot be known.</summary>
    public const int Trouble = 125;

    /// <summary>How often its log is tried to be read before that is told, and a container that has ended is not waited for any more.</summary>
    private const int FailuresToGiveUp = 3;

    private static readonly Backoff Patience = new(TimeSpan.FromMilliseconds(100), 2, TimeSpan.FromSeconds(2), 0);

    private readonly EngineClient _engine;
    private readonly string _container;
    private readonly TimeProvider _time;
    private readonly OwnStreams _streams = new();
    private readonly LogPlace _place;
    private readonly string? _run;
    private string? _id;
    private bool _isGapTold;

    private ContainerFollower(EngineClient engine, string container, string? run, LogPlace place, TimeProvider time) =>
        (_engine, _container, _run, _place, _time) = (engine, container, run, place, time);

    /// <summary>Follows to the end; the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var time = TimeProvider.System;
        using var engine = new EngineClient(args[1], time);
        using var signals = new SignalsToContainer(engine, args[2], time);
        // What is written of it already, when this goes on with it in the place of another.
        var written = OutputTotals.Parse(Environment.GetEnvironmentVariable(OutputTotals.Variable));
        using var place = new LogPlace(args.Length > 4 ? args[4] : null, written, time);
        using var follower = new ContainerFollower(engine, args[2], args.Length > 3 ? args[3] : null, place, time);
        return await follower.FollowAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _streams.Dispose();

    private async Task<int> FollowAsync()
    {
        for (var failures = 0; ;)
        {
            try
            {
                if (!await IsOursAsync().ConfigureAwait(false)) return Trouble;
                await CopyAsync(follows: true).ConfigureAwait(false);
                var seen = await _engine.LookAsync(_id!, CancellationToken.None).ConfigureAwait(false);
                if (!seen.State.Running) return await EndAsync(seen.State).ConfigureAwait(false);
                // The engine broke off and is back; it may do so at once again.
                await Task.Delay(Patience.After(1, 0), _time, CancellationToken.None).ConfigureAwait(false);
                failures = 0;
            }
            catch (EngineException e) when (e.IsNotFound)
            {
                await NoteAsync($"container \"{_container}\" was removed by somebody else").ConfigureAwait(false);
                return Trouble;
            }
            catch (Exception e) when (e is EngineException or IOException or HttpRequestException or InvalidDataException)
            {
                if (++failures == FailuresToGiveUp) await NoteAsync($"{e.Message}; trying again until it answers").ConfigureAwait(false);
                if (failures >= FailuresToGiveUp && await FindEndAsync().ConfigureAwait(false) is { } code) return code;
                await Task.Delay(Patience.After(failures, 0), _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> EndAsync(ContainerState state)
    {
        // The engine may stop telling a moment before the last is written down.
        await CopyAsync(follows: false).ConfigureAwait(false);
        return await CodeOfAsync(state).ConfigureAwait(false);
    }

    /// <summary>Whether that of this name is the container of the run, and not one that somebody made since; where the run is not known, it is believed to be.</summary>
    private async Task<bool> IsOursAsync()
    {
        if (_id is not null) return true;
        var seen = await _engine.LookAsync(_container, CancellationToken.None).ConfigureAwait(false);
        if (_run is null || ContainerLabels.AreOfRun(seen.Config?.Labels, _run))
        {
            _id = seen.Id;
            return true;
        }

        await NoteAsync($"container \"{_container}\" is not that of this run any more, and is left alone").ConfigureAwait(false);
        return false;
    }

    /// <summary>Its log cannot be read, which must not hide that it has ended: the exit code, or null while it runs or that cannot be known.</summary>
    private async Task<int?> FindEndAsync()
    {
        try
        {
            var state = (await _engine.LookAsync(_id ?? _container, CancellationToken.None).ConfigureAwait(false)).State;
            return state.Running ? null : await CodeOfAsync(state).ConfigureAwait(false);
        }
        catch (EngineException)
        {
            // Away, or not there: the next try to read its log finds the same, and says so.
            return null;
        }
    }

    private async Task<int> CodeOfAsync(ContainerState state)
    {
        if (state.Error is { Length: > 0 } error) await NoteAsync($"the engine says of the container's end: {error}").ConfigureAwait(false);
        if (state.IsOutOfMemory) await NoteAsync("the container was out of memory").ConfigureAwait(false);
        if (state.Status == "created") await NoteAsync($"container \"{_container}\" was never started").ConfigureAwait(false);
        return state.Status == "created" ? Trouble : state.ExitCode;
    }

    /// <summary>Says something in the log. It is told apart from what the container wrote by whoever goes on with that.</summary>
    private async Task NoteAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes($"baton: {text}\n");
        _place.Note(bytes.Length);
        await _streams.WriteAsync(isError: true, bytes, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task CopyAsync(bool follows)
    {
        _place.Rewind();
        await using var logs = await _engine.LogsAsync(_id!, _place.Since, follows, CancellationToken.None).ConfigureAwait(false);
        var frames = new LogFrames(logs);
        while (await NextAsync(frames).ConfigureAwait(false) is var (isError, piece))
        {
            var bytes = _place.Take(isError, piece);
            if (_place.HasGap && !_isGapTold)
            {
                _isGapTold = true;
                await NoteAsync("the engine has forgotten a part of what the container wrote while nobody followed it").ConfigureAwait(false);
            }

            if (bytes.Length > 0) await _streams.WriteAsync(isError, bytes, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The next piece. What was copied a while ago and is not kept yet is kept meanwhile, also where nothing more comes.</summary>
    private async Task<(bool IsError, ReadOnlyMemory<byte> Bytes)?> NextAsync(LogFrames frames)
    {
        var reading = frames.ReadAsync(CancellationToken.None);
        if (_place.UntilKept is { } wait)
        {
            var isDue = wait <= TimeSpan.Zero;
            if (!isDue && !reading.IsCompleted)
            {
                using var over = new CancellationTokenSource();
                var due = Task.Delay(wait, _time, over.Token);
                isDue = await Task.WhenAny(reading, due).ConfigureAwait(false) == due;
                // The timer of a wait that ended early must not outlive it.
                await over.CancelAsync().ConfigureAwait(false);
            }

            if (isDue) _place.Keep();
        }

        return await reading.ConfigureAwait(false);
    }
}
