using System.Net;
using Baton.Containers.Engine;
using Baton.Core;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>Gets the container of a run to run: nothing of an earlier run left, the image there, made, started. What it made it takes back when it fails.</summary>
/// <param name="engine">The engine.</param>
/// <param name="labels">By which containers here are known.</param>
/// <param name="time">The clock.</param>
/// <param name="hadEarlier">A container of an earlier run may be there.</param>
internal sealed class ContainerPreparation(EngineClient engine, ContainerLabels labels, TimeProvider time, bool hadEarlier)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5), SlowAfter = TimeSpan.FromSeconds(2);

    /// <summary>After a failure: a container of the service may still be there.</summary>
    public bool MayBeLeft { get; private set; }

    /// <summary>Does it.</summary>
    /// <param name="id">The run.</param>
    /// <param name="launch">What is to run.</param>
    /// <param name="say">Told the kind of news and, for people, what takes long.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null when it runs, else why not, for people.</returns>
    public async Task<string?> RunAsync(RunId id, Launch launch, Action<string, string> say, CancellationToken cancel)
    {
        using var slow = time.CreateTimer(_ => say("container", $"waits for the Docker engine at \"{engine.Socket}\", which does not answer yet"), null, SlowAfter, Timeout.InfiniteTimeSpan);
        try
        {
            MayBeLeft = hadEarlier;
            await new ContainerRemoval(engine, labels).RemoveServiceAsync(id.Service, cancel).ConfigureAwait(false);
            MayBeLeft = false;
            // It answers, and says itself how far an image is.
            slow.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await GetImageAsync(launch.Container!, text => say("image", text), cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            var made = await MakeAsync(id, launch, cancel).ConfigureAwait(false);
            await StartAsync(made, launch.Container!, cancel).ConfigureAwait(false);
            return null;
        }
        catch (BatonException e)
        {
            return e.Message;
        }
        catch (EngineException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException)
        {
            return "it was stopped before it had begun";
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return $"the Docker engine at \"{engine.Socket}\" broke off: {e.Message}";
        }
    }

    private async Task GetImageAsync(ContainerLaunch what, Action<string> say, CancellationToken cancel)
    {
        var isThere = what.Pull != PullPolicy.Always && await engine.HasImageAsync(what.Image, cancel).ConfigureAwait(false);
        if (isThere) return;
        if (what.Pull == PullPolicy.Never)
            throw Failure($"cannot find image \"{what.Image}\": the engine does not have it, and pull = \"never\" keeps it from being fetched; load or build it, or take \"pull\" out");
        await new ImagePull(engine, time, say).RunAsync(what.Image, cancel).ConfigureAwait(false);
    }

    private async Task<string> MakeAsync(RunId id, Launch launch, CancellationToken cancel)
    {
        var name = labels.NameOf(id.Service);
        try
        {
            // Also when the answer is lost on the way.
            MayBeLeft = true;
            // Who is asked to give up waits a little for the answer: what the engine makes after that nobody could find yet.
            using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            await using var given = cancel.Register(() => patience.CancelAfter(AnswerLimit)).ConfigureAwait(false);
            return (await engine.CreateAsync(name, ContainerWishes.Of(launch, labels.Of(id)), patience.Token).ConfigureAwait(false)).Id;
        }
        catch (EngineException e) when (e.Status == HttpStatusCode.Conflict)
        {
            MayBeLeft = false;
            throw Failure($"cannot create container \"{name}\": a container that is not this service's has that name; rename or remove it (docker rename, docker rm)");
        }
        catch (EngineException e) when (!e.IsAway)
        {
            MayBeLeft = false;
            throw Failure($"cannot create container \"{name}\" of image \"{launch.Container!.Image}\": {e.Message}");
        }
    }

    private async Task StartAsync(string made, ContainerLaunch what, CancellationToken cancel)
    {
        try
        {
            await engine.StartAsync(made, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // Also when it was asked to give up: what was made must go.
            await TakeBackAsync(made).ConfigureAwait(false);
            if (e is EngineException { IsAway: false }) throw Failure($"cannot start a container of image \"{what.Image}\": {e.Message}");
            throw;
        }
    }

    private async Task TakeBackAsync(string made)
    {
        try
        {
            await engine.RemoveAsync(made, CancellationToken.None).ConfigureAwait(false);
            MayBeLeft = false;
        }
        catch (EngineException)
        {
            // It stays on record, and goes before the next run and at the end of all.
        }
    }

    private static BatonException Failure(string reason) => new(ErrorCode.SpawnFailed, reason);
}
