using System.Globalization;
using Baton.Containers.Engine;
using Baton.Core;
using Baton.Processes.Guardian;

namespace Baton.Containers.Following;

/// <summary>
/// The process of a run in a container: copies what the container writes to its own streams, and ends with its exit code. It waits for an engine that is away;
/// it decides nothing.
/// </summary>
public sealed class ContainerFollower : IDisposable
{
    /// <summary>First word of its command line; the others are the engine's socket and the container.</summary>
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
    private readonly LogPlace _place = new();

    private ContainerFollower(EngineClient engine, string container, TimeProvider time) => (_engine, _container, _time) = (engine, container, time);

    /// <summary>Follows to the end; the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var time = TimeProvider.System;
        using var engine = new EngineClient(args[1], time);
        using var signals = new SignalsToContainer(engine, args[2], time);
        using var follower = new ContainerFollower(engine, args[2], time);
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
                await CopyAsync(follows: true).ConfigureAwait(false);
                var seen = await _engine.LookAsync(_container, CancellationToken.None).ConfigureAwait(false);
                if (!seen.State.Running) return await EndAsync(seen.State).ConfigureAwait(false);
                // The engine broke off and is back; it may do so at once again.
                await Task.Delay(Patience.After(1, 0), _time, CancellationToken.None).ConfigureAwait(false);
                failures = 0;
            }
            catch (EngineException e) when (e.IsNotFound)
            {
                StandardError.Write($"baton: container \"{_container}\" was removed by somebody else\n");
                return Trouble;
            }
            catch (Exception e) when (e is EngineException or IOException or HttpRequestException or InvalidDataException)
            {
                if (++failures == FailuresToGiveUp) StandardError.Write($"baton: {e.Message}; trying again until it answers\n");
                if (failures >= FailuresToGiveUp && await FindEndAsync().ConfigureAwait(false) is { } code) return code;
                await Task.Delay(Patience.After(failures, 0), _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> EndAsync(ContainerState state)
    {
        // The engine may stop telling a moment before the last is written down.
        await CopyAsync(follows: false).ConfigureAwait(false);
        return CodeOf(state);
    }

    /// <summary>Its log cannot be read, which must not hide that it has ended: the exit code, or null while it runs or that cannot be known.</summary>
    private async Task<int?> FindEndAsync()
    {
        try
        {
            var state = (await _engine.LookAsync(_container, CancellationToken.None).ConfigureAwait(false)).State;
            return state.Running ? null : CodeOf(state);
        }
        catch (EngineException)
        {
            // Away, or not there: the next try to read its log finds the same, and says so.
            return null;
        }
    }

    private int CodeOf(ContainerState state)
    {
        if (state.Error is { Length: > 0 } error) StandardError.Write($"baton: the engine says of the container's end: {error}\n");
        if (state.IsOutOfMemory) StandardError.Write("baton: the container was out of memory\n");
        if (state.Status == "created") StandardError.Write(string.Create(CultureInfo.InvariantCulture, $"baton: container \"{_container}\" was never started\n"));
        return state.Status == "created" ? Trouble : state.ExitCode;
    }

    private async Task CopyAsync(bool follows)
    {
        _place.Rewind();
        await using var logs = await _engine.LogsAsync(_container, _place.Since, follows, CancellationToken.None).ConfigureAwait(false);
        var frames = new LogFrames(logs);
        while (await frames.ReadAsync(CancellationToken.None).ConfigureAwait(false) is var (isError, piece))
        {
            var bytes = _place.Take(piece);
            if (bytes.Length > 0) await _streams.WriteAsync(isError, bytes, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
