using System.Collections;
using System.Runtime.InteropServices;
using Baton.Processes.Exits;
using Baton.Processes.Guardian.Wire;
using Baton.Processes.Native;
using Baton.Processes.Spawning;
using Microsoft.Win32.SafeHandles;

namespace Baton.Processes.Guardian;

/// <summary>
/// The guardian: starts the daemon, starts it again when it dies, passes signals on to it, and owns all processes meanwhile. It decides nothing
/// else. It ends when a daemon says so, or when the first one could not begin.
/// </summary>
public sealed class GuardianProcess : IDisposable
{
    private const int BaseDelay = 100, LongestDelay = 5_000, MostUnanswered = 4, MostFailedStarts = 3, Failed = 1, SignalBase = 128;

    /// <summary>A daemon that lived this long has begun well: earlier deaths are forgotten.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(60);

    private readonly SystemdNotice _notice;
    private long _lastHere = TimeProvider.System.GetTimestamp();
    private bool _isHere;
    private readonly SignalRelay _signals = new();
    private readonly SpareDescriptors _spare = new();
    private readonly GuardianCore _core;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly string[] _arguments;
    private string _program = Environment.ProcessPath!;
    private string? _file;
    private (string Program, string? File) _lastGood = (Environment.ProcessPath!, Libc.VersionOf(OwnImage.Path));

    private GuardianProcess(string[] arguments)
    {
        _arguments = arguments;
        // A guardian whose daemon has not been there for long is not well: the manager starts both anew, and services are taken over.
        _notice = SystemdNotice.Open(() => _time.GetElapsedTime(Volatile.Read(ref _lastHere)) < LongestAbsence || Volatile.Read(ref _isHere), _time);
        _core = new GuardianCore(_time)
        {
            WhenOpened = _signals.Open,
            WhenReady = SayReady,
            WhenEnding = () => _notice.Say("STOPPING=1\nSTATUS=stopping"),
        };
    }

    /// <summary>This process has no guardian above it.</summary>
    public static bool IsMissing => Environment.GetEnvironmentVariable(GuardianHost.Variable) is null;

    /// <summary>Is the guardian until everything has ended. The daemon is the same program with the same arguments.</summary>
    /// <param name="arguments">The words of this process's command line, without the program's name.</param>
    /// <returns>The exit code of the daemon that ended last; 1 when none could be started, which is said on standard error.</returns>
    public static int RunOrSay(string[] arguments)
    {
        try
        {
            return InitProcess.IsNeeded ? InitProcess.Run(arguments) : Run(arguments);
        }
        catch (Core.BatonException e)
        {
            StandardError.Write($"baton: {e.Message}\n");
            return Failed;
        }
    }

    private static int Run(string[] arguments)
    {
        // Before the first child: the daemon's own orphans must come to us as well.
        ChildSignals.Prepare();
        using var guardian = new GuardianProcess(arguments);
        var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(guardian.Register).ToList();
        try
        {
            return guardian.Run();
        }
        finally
        {
            signals.ForEach(registration => registration.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _core.Dispose();
        _spare.Dispose();
        _notice.Dispose();
        _signals.Dispose();
    }

    private int Run()
    {
        string? lastEnd = null;
        var (deaths, failed) = (0, 0);
        for (var start = 1; ; start++)
        {
            var began = _time.GetTimestamp();
            var (status, isReady, trouble) = RunDaemon(start, lastEnd);
            if (_signals.IsEndNow || _core.End == GuardianEnd.Closed) _core.KillAll();
            if (_signals.IsEndNow) return Failed;
            if (_core.End != GuardianEnd.None || !_core.IsOpen) return CodeOf(status);
            // Who kills a daemon that was well wants another one, and not the waiting for it.
            deaths = isReady && (status.Signal == Libc.SIGKILL || _time.GetElapsedTime(began) > Stable) ? 1 : deaths + 1;
            failed = isReady ? 0 : failed + 1;
            lastEnd = Next(isReady, trouble ?? status.ToString());
            if (_signals.IsWaiting && failed >= MostFailedStarts) return EndAll(lastEnd);
            StandardError.Write($"baton: the daemon has ended ({lastEnd}); services go on, and it is started again\n");
            _signals.Wait(deaths > 1 ? (int)Math.Min(LongestDelay, BaseDelay * Math.Pow(2, Math.Min(deaths, 10) - 2)) : 0);
        }
    }

    /// <summary>There is nobody who could stop everything in order, and it is to end.</summary>
    private int EndAll(string lastEnd)
    {
        StandardError.Write($"baton: no daemon can be started that would stop everything in order ({lastEnd}), so everything is killed\n");
        _core.KillAll();
        return Failed;
    }

    /// <summary>Settles which program the next daemon is: one that was asked for, or, when that did not get ready, the last that did.</summary>
    /// <returns>How the daemon ended, with that.</returns>
    private string Next(bool isReady, string end)
    {
        if (isReady) _lastGood = (_program, _file);
        if (_core.Replacement is { } replacement)
        {
            _core.Replacement = null;
            _program = replacement;
            return $"to be replaced by \"{replacement}\"";
        }

        if (isReady) return end;
        var failed = _program;
        // Another build may lie under the name of the one that was good, or none; the guardian's own has begun a daemon once.
        if (Libc.VersionOf(_lastGood.Program) != _lastGood.File)
        {
            var own = OwnImage.IsReplaced ? OwnImage.Path : Environment.ProcessPath!;
            _lastGood = (own, Libc.VersionOf(own));
        }

        if (failed == _lastGood.Program) return end;
        _program = _lastGood.Program;
        return $"\"{failed}\" did not get ready, {end}; going back to \"{_program}\"";
    }

    private (ExitStatus Status, bool IsReady, string? Trouble) RunDaemon(int start, string? lastEnd)
    {
        try
        {
            _spare.GiveUp();
            _signals.Prepare();
            _file = Libc.VersionOf(_program);
            var (own, other) = FrameSocket.Pair();
            using var theirs = new SafeFileHandle(other, ownsHandle: true);
            using var session = new GuardianSession(_core, new FrameSocket(own));
            var (names, descriptors) = _core.Held.All();
            session.Outbox.Send(new ToDaemon.Welcome(GuardianWire.Protocol, Environment.ProcessId, _core.HasTakenOver ? start : 1, lastEnd, _core.StateDirectory, names), descriptors);
            var child = DaemonChild.Start(_program, ArgumentsOf(_program), EnvironmentLines(), other);
            theirs.Dispose();
            return LookAfter(session, child);
        }
        catch (Exception e) when (_core.IsOpen && e is Core.BatonException or OutOfMemoryException)
        {
            // As when there are no processes, threads or descriptors left to be had: what runs must be looked after all the same.
            return (ExitStatus.Unknown, false, e.Message);
        }
        finally
        {
            _spare.Keep();
        }
    }

    private (ExitStatus Status, bool IsReady, string? Trouble) LookAfter(GuardianSession session, DaemonChild child)
    {
        using (child)
        {
            _signals.Begin(new SignalRelay.Target(child.Signal, () => child.IsAtOurTerminal), isFirst: !_core.IsOpen);
            var status = child.WaitForEnd(PingEvery, () => Look(session, child));
            if (session.IsReady) Volatile.Write(ref _lastHere, _time.GetTimestamp());
            Volatile.Write(ref _isHere, false);
            _signals.End();
            // Something that it started may hold its end of the socket open; what it has said can still be read.
            session.Finish();
            _signals.TakeBack();
            _core.Disconnect();
            return (status, session.IsReady, null);
        }
    }

    /// <summary>
    /// A daemon that lives and does nothing is worse than a dead one. Questions are counted and not seconds: both may have been stopped, or the machine
    /// asleep.
    /// </summary>
    private static void Look(GuardianSession session, DaemonChild child)
    {
        if (session.Ping() < MostUnanswered) return;
        StandardError.Write("baton: the daemon has answered nothing for a minute; it is killed\n");
        child.Signal(Libc.SIGKILL);
    }

    // From a build folder it may be `dotnet baton.dll` that runs.
    private string[] ArgumentsOf(string program) => Path.GetFileName(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0], .. _arguments] : [program, .. _arguments];

    private static IEnumerable<string> EnvironmentLines()
    {
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) variables[(string)entry.Key] = (string)entry.Value!;
        variables.Remove(GuardianHost.Variable);
        variables.Remove(InheritedLimit.Variable);
        HeapSetting.AddTo(variables);
        return variables.Select(variable => $"{variable.Key}={variable.Value}");
    }

    private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        PassOn(signal switch { PosixSignal.SIGINT => 2, PosixSignal.SIGTERM => 15, _ => 1 });
    });

    private void PassOn(int signal)
    {
        _signals.Receive(signal, isFirst: !_core.IsOpen);
        // Only now: a manager that does not come to read makes this wait.
        _notice.Say("STOPPING=1\nSTATUS=stopping");
    }

    private void SayReady()
    {
        // Not before: until then the daemon has descriptors to give into keeping.
        _spare.Keep();
        Volatile.Write(ref _isHere, true);
        _notice.Say($"READY=1\nSTATUS=looks after {_core.StateDirectory}");
    }

    private int CodeOf(ExitStatus status) => status switch
    {
        // Asked to end before anything had begun: the daemon dies of the very signal, and that is an orderly end.
        { Signal: { } signal } when !_core.IsOpen && _signals.Holds(signal) => 0,
        { Code: { } code } => code,
        { Signal: { } signal } => SignalBase + signal,
        _ => Failed,
    };
}
