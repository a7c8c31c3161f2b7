using System.Net;
using Baton.Contracts;
using Baton.Control.Access;
using Baton.Control.Listening;
using Baton.Control.Notify;
using Baton.Control.Streams;
using Baton.Supervision.Services;

namespace Baton.Control;

/// <summary>Where the control API listens, and what it gets from the daemon.</summary>
public sealed record ControlOptions
{
    /// <summary>
    /// Path of the Unix socket, at most 107 bytes. What lies there is removed: the caller holds the lock of the state directory, so it
    /// can only be left over.
    /// </summary>
    public required string SocketPath { get; init; }

    /// <summary>
    /// False when what lies at <see cref="SocketPath"/> may be another daemon's by now, also since ours lies elsewhere: then it is left there at the end.
    /// </summary>
    public Func<bool> IsSocketOurs { get; init; } = () => true;

    /// <summary>Addresses to listen on besides; port 0 takes a free one; none (the default) listens on the socket only. Beyond this machine only with tokens.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [];

    /// <summary>
    /// Somebody asked for <see cref="Listen"/>: when one is busy the start fails. Otherwise that is only told in <see
    /// cref="ControlServer.Degraded"/>.
    /// </summary>
    public bool IsListenRequested { get; init; }

    /// <summary>Whom it answers on TCP; asked at each request, so it must be quick. Default: <see cref="AccessRules.Default"/>.</summary>
    public Func<AccessRules> Access { get; init; } = static () => AccessRules.Default;

    /// <summary>How many streams there may be.</summary>
    internal StreamLimits StreamLimits { get; init; } = StreamLimits.Default;

    /// <summary>How long it waits for those who send slowly.</summary>
    internal Patience Patience { get; init; } = Patience.Default;

    /// <summary>
    /// Where this cannot begin, another daemon tries it again at the same place: then what is kept stays so, and who connects waits for that one.
    /// </summary>
    public bool IsFollowed { get; init; }

    /// <summary>Keeps what is listened on beyond this daemon; null where nothing outlives it.</summary>
    public IKeptListeners? Kept { get; init; }

    /// <summary>
    /// The daemon about itself; <c>Listen</c> and <c>Degraded</c> are filled in from <see cref="ControlServer"/> by the daemon.
    /// </summary>
    public required Func<SystemRecord> System { get; init; }

    /// <summary>The manifest of the daemon; null where there is none to change.</summary>
    public IManifests? Manifests { get; init; }

    /// <summary>Tells people of events; null where nobody is told.</summary>
    public Notifier? Notify { get; init; }

    /// <summary>What the files of the manifest in force say of a service. Default: nothing.</summary>
    public Func<ServiceDefinition, ManifestText> TextOf { get; init; } = static _ => new ManifestText("native", "", new HashSet<string>());

    /// <summary>The variables that services inherit. Default: none.</summary>
    public Func<IReadOnlyDictionary<string, string>> Inherited { get; init; } = static () => new Dictionary<string, string>();

    /// <summary>Begins to stop everything (kill: at once) and returns.</summary>
    public required Action<bool, ActCause> Shutdown { get; init; }

    /// <summary>
    /// Ends daemon and guardian and leaves what runs as it is: begins it and returns. Throws a <see cref="Core.BatonException"/>: Unavailable
    /// where there is no guardian, ShuttingDown when everything is being stopped.
    /// </summary>
    public Action<ActCause> Leave { get; init; } = static _ => throw new Core.BatonException(Core.ErrorCode.Unavailable, "this daemon has no guardian that could leave anything running");

    /// <summary>Lets another program (an absolute path) be the daemon: begins it and returns. Throws as <see cref="Leave"/>, and InvalidRequest for a path that is no program.</summary>
    public Action<string, ActCause> Upgrade { get; init; } = static (_, _) => throw new Core.BatonException(Core.ErrorCode.Unavailable, "this daemon has no guardian that could start another");

    /// <summary>
    /// Says of services (never none; groups mean their members) whether <c>up</c> starts them, and remembers it. Throws a <see
    /// cref="Core.BatonException"/>: NotFound, or Unavailable when it cannot be remembered; then nothing has changed.
    /// </summary>
    public required Func<IReadOnlyList<string>, bool, ActCause, CancellationToken, Task<ServicesChange>> Enable { get; init; }

    /// <summary>Told of a request that met a bug: its number, its method and path, and what was thrown. Must return soon.</summary>
    public required Action<string, string, Exception> Bug { get; init; }
}
