using System.Globalization;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.State;
using Baton.Supervision.Services;

namespace Baton.Daemon.Startup;

/// <summary>
/// The manifest of an <c>up</c> in the place of the one that what it took over began by: a reload, at the beginning of a daemon that nobody can reach yet.
/// </summary>
/// <param name="supervisor">It goes on with what was taken over.</param>
/// <param name="inForce">What holds already for all but the supervisor; kept when it holds there too.</param>
/// <param name="runFolder">The folder <c>run</c> of the state directory.</param>
/// <param name="notices">Where people are told.</param>
/// <param name="time">Measures the patience.</param>
internal sealed class TodaysManifest(Supervisor supervisor, ManifestInForce inForce, string runFolder, NoticeBoard notices, TimeProvider time)
{
    /// <summary>How long what is in the way may take to end; as long as a stop of everything.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(80);

    /// <summary>
    /// Puts it in force, when what is being stopped of services that come back has ended. Where everything is being stopped, since the service that
    /// <c>exit_when</c> names has ended meanwhile or somebody asks for it, what was in force stays so until the end.
    /// </summary>
    /// <param name="stop">Asks for an orderly stop.</param>
    /// <param name="kill">Asks for killing everything.</param>
    /// <exception cref="BatonException">Busy: what is in the way did not end.</exception>
    public async Task PutInForceAsync(CancellationToken stop, CancellationToken kill)
    {
        await using var onStop = stop.Register(() => supervisor.ShutDown(isKill: false, new ActCause("a signal")));
        await using var onKill = kill.Register(() => supervisor.ShutDown(isKill: true, new ActCause("a second signal")));
        try
        {
            await supervisor.ReloadWhenGoneAsync(inForce.Manifest.Set, new ActCause("baton up")).WaitAsync(Patience, time, CancellationToken.None);
            inForce.Keep(notices);
        }
        catch (BatonException e) when (e.Code == ErrorCode.ShuttingDown)
        {
            SnapshotFile.CallOff(runFolder);
            if (ManifestReading.Recover(runFolder).Reading is { } before) inForce.Set(before, before.KeptAs);
        }
        catch (TimeoutException e)
        {
            var known = supervisor.InForce.Services.Select(service => service.Name).ToHashSet();
            var leaving = supervisor.Services.Where(service => service.IsLive && !known.Contains(service.Name)).Select(service => service.Name);
            throw new BatonException(ErrorCode.Busy, string.Create(CultureInfo.InvariantCulture,
                $"cannot start: what is being stopped has not ended in {Patience.TotalSeconds} s ({string.Join(", ", leaving)}); try again when it is gone"), e);
        }
    }
}
