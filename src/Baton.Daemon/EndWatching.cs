using System.Runtime.CompilerServices;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Processes.Detaching;
using Baton.Processes.Guardian;
using Microsoft.Win32.SafeHandles;

namespace Baton.Daemon;

/// <summary>
/// Where the manifest says so, the services do not outlive a Baton that is killed: a process that waits for the death of guardian and daemon becomes
/// the program that ends what they left. The guardian holds its descriptor, so the death of a daemon alone changes nothing.
/// </summary>
internal sealed class EndWatching : IDisposable
{
    private const string Name = "end-watch";

    private readonly Lock _gate = new();
    private readonly GuardianHost? _guardian;
    private readonly string _root;
    private readonly string _output;
    private readonly NoticeBoard _notices;
    private int? _descriptor;
    private bool _isOurs;

    /// <summary>Whether Baton as a whole ends when this is disposed of, by itself. Default: it does not, and a daemon after us goes on.</summary>
    public Func<bool> EndsAll { get; init; } = static () => false;

    /// <param name="guardian">Who goes on when this daemon dies; null: nobody, and then nothing is watched.</param>
    /// <param name="root">The state directory.</param>
    /// <param name="logs">Where its logs are.</param>
    /// <param name="notices">Where it is told that it cannot be.</param>
    public EndWatching(GuardianHost? guardian, string root, string logs, NoticeBoard notices)
    {
        (_guardian, _root, _output, _notices) = (guardian, root, Path.Combine(logs, "orchestrator", "daemon.out"), notices);
        _descriptor = guardian?.TakeHeld(Name);
    }

    /// <summary>Watches, or does no longer, as the manifest says now.</summary>
    public void Follow(bool isToStop)
    {
        lock (_gate)
        {
            if (!isToStop) CallOff();
            else if (!_isOurs && _guardian is not null) Begin(_guardian);
        }
    }

    /// <summary>Baton ends by itself: nothing is to be ended for that.</summary>
    public void CallOff()
    {
        lock (_gate)
        {
            if (_descriptor is not { } descriptor) return;
            EndWatch.CallOff(descriptor);
            _guardian!.LetGo(Name);
            (_descriptor, _isOurs) = (null, false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A daemon that could not begin ends with its guardian, and nobody has killed them: what it had taken over is to go on.
        if (EndsAll()) CallOff();
        // The guardian's stays: it is for the daemon after us.
        lock (_gate) (_descriptor, _isOurs) = (null, false);
    }

    /// <summary>Also in place of an earlier daemon's, whose program an upgrade may have replaced.</summary>
    private void Begin(GuardianHost guardian)
    {
        try
        {
            using var image = OwnFile();
            var next = EndWatch.Start([.. image is null ? Program() : ["baton"], OfflineDown.Verb, _root], _output, image);
            guardian.Hold(Name, next);
            if (_descriptor is { } before) EndWatch.CallOff(before);
            (_descriptor, _isOurs) = (next, true);
        }
        catch (Exception e) when (e is BatonException or IOException)
        {
            _notices.Publish("daemon", "degraded", cause: null, $"on_daemon_exit = \"stop\" does not hold: {e.Message}; services would outlive a Baton that is killed");
        }
    }

    /// <summary>
    /// The file that we are, where it is all that we need: whatever lies under its name by then, or nothing, the build that ends what is left is this one.
    /// Null where a name must do.
    /// </summary>
    private static SafeFileHandle? OwnFile()
    {
        try
        {
            return RuntimeFeature.IsDynamicCodeSupported ? null : File.OpenHandle("/proc/self/exe");
        }
        catch (UnauthorizedAccessException)
        {
            // A program that may be executed and not read.
            return null;
        }
    }

    /// <summary>The words that start us by our name.</summary>
    private static string[] Program()
    {
        if (Environment.ProcessPath is not { } own || !File.Exists(own)) throw new BatonException(ErrorCode.SpawnFailed, "the file of Baton's own program is gone");
        // From a build folder it may be `dotnet baton.dll` that runs.
        return Path.GetFileName(own) == "dotnet" ? [own, Environment.GetCommandLineArgs()[0]] : [own];
    }
}
