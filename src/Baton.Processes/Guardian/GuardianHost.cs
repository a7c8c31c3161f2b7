using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Baton.Core;
using Baton.Processes.Guardian.Wire;
using Baton.Processes.Hosting;
using Baton.Processes.Native;
using Baton.Processes.Records;

namespace Baton.Processes.Guardian;

/// <summary>
/// The <see cref="IProcessHost"/> whose processes belong to the guardian above us: what is asked goes over a socket, and what happens comes back. When
/// the guardian dies this process must end at once and touch nothing, since the next guardian takes over what lives.
/// </summary>
public sealed class GuardianHost : IProcessHost
{
    /// <summary>Environment variable that tells a daemon the number of its socket to the guardian.</summary>
    public const string Variable = "BATON_GUARDIAN";

    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, (int Slot, int LastRun)> _known = new();
    private readonly ConcurrentQueue<string> _degraded = new();
    private readonly Dictionary<string, int> _held = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FrameSocket _socket;
    private readonly Outbox<ToGuardian> _outbox;
    private readonly TimeProvider _time;
    private readonly int _protocol;
    private TaskCompletionSource<ToDaemon>? _answer;
    private IProcessEvents? _events;
    private RunPrograms? _programs;
    private volatile bool _isClosing;
    private volatile bool _hasAdopted;
    private Exception? _bug;

    private GuardianHost(FrameSocket socket, ToDaemon.Welcome welcome, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        // Who speaks an older one of the protocols that we know is spoken to in that.
        _protocol = Math.Min(welcome.Protocol, GuardianWire.Protocol);
        _outbox = new Outbox<ToGuardian>(socket, GuardianWire.Write, protocol: _protocol);
        (GuardianPid, Start, LastEnd, StateDirectory) = (welcome.Pid, welcome.Start, welcome.LastEnd, welcome.StateDirectory);
        foreach (var name in welcome.Held) _held[name] = socket.TakeDescriptor() is >= 0 and var held ? held : throw new WireException($"the descriptor \"{name}\" is missing");
    }

    /// <summary>The guardian's process.</summary>
    public int GuardianPid { get; }

    /// <summary>Which daemon of this guardian we are; 1 also for one whose predecessors died before they had taken over what was left.</summary>
    public int Start { get; }

    /// <summary>Absolute path of the state directory of the daemon before us; null for the first.</summary>
    public string? StateDirectory { get; }

    /// <summary>How the daemon before us ended, for people; null for the first.</summary>
    public string? LastEnd { get; }

    /// <summary>What the guardian knew of runs when we began; news follow.</summary>
    public IReadOnlyList<KnownRun> Runs { get; private set; } = [];

    /// <summary>Called, on a thread of its own, when the guardian has died. Default: this process ends at once.</summary>
    public Action WhenGuardianDied { get; init; } = static () =>
    {
        StandardError.Write("baton: the guardian has died, so the daemon ends; services go on unless on_daemon_exit is \"stop\", and the next \"baton up\" takes them over\n");
        Libc._exit(1);
    };

    /// <summary>Something lives that was there before us: a daemon that cannot begin must leave it as it is.</summary>
    public bool HasAdopted => _hasAdopted || Runs.Any(static run => !run.IsTreeGone);

    /// <summary>
    /// Called when the guardian asks whether we are well; whatever it is given is to be called when we are. Without one we are well as long as we hear.
    /// </summary>
    public Action<Action>? WhenPinged { get; set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Degraded => [.. _degraded];

    /// <inheritdoc/>
    public RunPrograms Programs => _programs ?? throw new InvalidOperationException("the host is not open");

    /// <inheritdoc/>
    public Task Failed => _failed.Task;

    /// <summary>The guardian that started this process; null when none did. To be called once, before any other program is started.</summary>
    /// <exception cref="BatonException">Unavailable: it says nothing that can be understood.</exception>
    public static GuardianHost? Connect(TimeProvider time)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        Environment.SetEnvironmentVariable(Variable, null);
        Libc.CloseOnExec(number);
        return Connect(number, time);
    }

    /// <summary>Connects by a socket that this owns from now on.</summary>
    internal static GuardianHost Connect(int descriptor, TimeProvider time, Action? whenGuardianDied = null)
    {
        var socket = new FrameSocket(descriptor);
        try
        {
            if (socket.TryReceive(out var frame) && GuardianWire.ReadToDaemon(frame) is ToDaemon.Welcome welcome)
                return whenGuardianDied is null ? new GuardianHost(socket, welcome, time) : new GuardianHost(socket, welcome, time) { WhenGuardianDied = whenGuardianDied };
            throw new WireException("it says no welcome");
        }
        catch (WireException e)
        {
            socket.Dispose();
            throw new BatonException(ErrorCode.Unavailable, $"cannot understand the guardian: {e.Message}", e);
        }
    }

    /// <summary>Begins: from now on news come.</summary>
    /// <param name="stateDirectory">Absolute path.</param>
    /// <param name="useCgroups">Use them where they can be written.</param>
    /// <param name="events">Where news go, on the thread that brings them.</param>
    /// <exception cref="BatonException">The state directory cannot be used.</exception>
    public async Task OpenAsync(string stateDirectory, bool useCgroups, IProcessEvents events)
    {
        _events = events;
        new Thread(Hear) { IsBackground = true, Name = "baton guardian" }.Start();
        var opened = await AskAsync<ToDaemon.Opened>(new ToGuardian.Open(_protocol, stateDirectory, useCgroups)).ConfigureAwait(false);
        foreach (var sentence in opened.Degraded) _degraded.Enqueue(sentence);
        Runs = opened.Runs;
        _programs = new RunPrograms(new StateId(opened.StateId), SlotOf, _time);
    }

    /// <inheritdoc/>
    public void Send(ProcessCommand command)
    {
        if (_isClosing || (command is ProcessCommand.CountOutput && _protocol < GuardianWire.CountsOutput)) return;
        if (command is ProcessCommand.Spawn spawn) _known.AddOrUpdate(spawn.Id.Service, _ => (-1, spawn.Id.Run), (_, known) => (known.Slot, Math.Max(known.LastRun, spawn.Id.Run)));
        try
        {
            _outbox.Send(new ToGuardian.Command(command));
        }
        catch (WireException e) when (command is ProcessCommand.Spawn tooLong)
        {
            // A launch of more than 4 MiB; the kernel would not take it either.
            _events!.On(new ProcessEvent.SpawnFailed(tooLong.Id, e.Message));
        }
    }

    /// <inheritdoc/>
    public async Task RegisterAsync(IReadOnlyList<string> services)
    {
        var unknown = services.Where(service => !_known.ContainsKey(service)).ToList();
        if (unknown.Count == 0) return;
        var answer = await AskAsync<ToDaemon.Registered>(new ToGuardian.Register(unknown)).ConfigureAwait(false);
        for (var i = 0; i < unknown.Count && i < answer.Services.Count; i++) _known[unknown[i]] = answer.Services[i];
    }

    /// <inheritdoc/>
    public int LastRun(string service) => _known.TryGetValue(service, out var known) ? known.LastRun : 0;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnownRun>> FindLeftoversAsync() => (await AskAsync<ToDaemon.LeftoversFound>(new ToGuardian.FindLeftovers()).ConfigureAwait(false)).Runs;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnownRun>> AdoptAsync(IReadOnlyList<RunId> runs)
    {
        var adopted = (await AskAsync<ToDaemon.Adopted>(new ToGuardian.Adopt(runs)).ConfigureAwait(false)).Runs;
        _hasAdopted |= adopted.Count > 0;
        return adopted;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EndedLeftover>> EndLeftoversAsync() => (await AskAsync<ToDaemon.LeftoversEnded>(new ToGuardian.EndLeftovers()).ConfigureAwait(false)).Ended;

    /// <summary>Gives a descriptor into the guardian's keeping for the daemons after us; ours stays ours.</summary>
    /// <param name="name">Its name, at most 64 characters; one of the same name is replaced.</param>
    /// <param name="descriptor">An open descriptor.</param>
    public void Hold(string name, int descriptor) => _outbox.Send(new ToGuardian.Hold(name), descriptor);

    /// <summary>Lets the guardian close what it keeps under a name.</summary>
    public void LetGo(string name) => _outbox.Send(new ToGuardian.LetGo(name));

    /// <summary>Names of the descriptors that nobody has taken yet.</summary>
    public IReadOnlyList<string> UntakenHeld => [.. _held.Keys];

    /// <summary>The descriptor that a daemon before us gave into keeping under a name, and that the caller owns now; null when none did.</summary>
    public int? TakeHeld(string name) => _held.Remove(name, out var descriptor) ? descriptor : null;

    /// <summary>Says that what was left is taken over, and recorded: from now on a daemon in our place goes on.</summary>
    public void SayTakenOver() => _outbox.Send(new ToGuardian.TakenOver());

    /// <summary>Says that the API answers.</summary>
    public void SayReady() => _outbox.Send(new ToGuardian.Ready());

    /// <summary>Lets another program be the next daemon, once this one has ended.</summary>
    /// <param name="program">Absolute path.</param>
    public void Replace(string program) => _outbox.Send(new ToGuardian.Replace(program));

    /// <inheritdoc/>
    public Task CloseAsync() => EndAsync(new ToGuardian.Close());

    /// <summary>The end of daemon and guardian; all that runs goes on.</summary>
    public Task LeaveAsync() => EndAsync(new ToGuardian.Leave());

    /// <summary>Closes the connection. Without a word before it, the guardian takes this for a death and starts the next daemon.</summary>
    public ValueTask DisposeAsync()
    {
        _isClosing = true;
        _outbox.Dispose();
        foreach (var descriptor in _held.Values) _ = Libc.close(descriptor);
        _held.Clear();
        return ValueTask.CompletedTask;
    }

    private int SlotOf(string service) => _known.TryGetValue(service, out var known) && known.Slot >= 0
        ? known.Slot
        : throw new BatonException(ErrorCode.Unavailable, $"service \"{service}\" has no place in the record of runs");

    private async Task EndAsync(ToGuardian word)
    {
        if (_isClosing) return;
        _isClosing = true;
        _outbox.Send(word);
        await Task.WhenAny(_closed.Task, Task.Delay(CloseLimit, _time)).ConfigureAwait(false);
    }

    /// <summary>One question at a time, so that each answer belongs to it.</summary>
    private async Task<T> AskAsync<T>(ToGuardian question)
        where T : ToDaemon
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var answer = new TaskCompletionSource<ToDaemon>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _answer, answer);
            // The hearing may have ended before it could see whom to tell.
            if (Volatile.Read(ref _bug) is { } bug) answer.TrySetException(bug);
            _outbox.Send(question);
            return await answer.Task.ConfigureAwait(false) switch
            {
                T expected => expected,
                ToDaemon.Refused refused => throw new BatonException(Enum.TryParse<ErrorCode>(refused.Code, out var code) ? code : ErrorCode.Unavailable, refused.Message),
                var other => throw new UnreachableException($"answer {other}"),
            };
        }
        finally
        {
            Volatile.Write(ref _answer, null);
            _turn.Release();
        }
    }

    private void Hear()
    {
        try
        {
            while (_socket.TryReceive(out var frame)) Take(GuardianWire.ReadToDaemon(frame, _protocol));
        }
        catch (Exception e)
        {
            // Top of the thread: the guardian is not to be understood, or whoever is told of processes met a bug. That must not die unheard.
            Volatile.Write(ref _bug, e);
            Volatile.Read(ref _answer)?.TrySetException(e);
            _failed.TrySetException(e);
            return;
        }

        _closed.TrySetResult();
        _outbox.Dispose();
        _socket.Dispose();
        if (!_isClosing) WhenGuardianDied();
    }

    private void Take(ToDaemon message)
    {
        switch (message)
        {
            case ToDaemon.News x: _events!.On(x.What); break;
            case ToDaemon.DegradedBy x: _degraded.Enqueue(x.Sentence); break;
            case ToDaemon.Ping: Answer(); break;
            case ToDaemon.Closed: _closed.TrySetResult(); break;
            default: Volatile.Read(ref _answer)?.TrySetResult(message); break;
        }
    }

    private void Answer()
    {
        if (WhenPinged is { } ask) ask(SayWell);
        else SayWell();
    }

    private void SayWell() => _outbox.Send(new ToGuardian.Pong());
}
