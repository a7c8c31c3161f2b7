using System.Collections.Concurrent;

namespace Baton.Core.Actors;

/// <summary>
/// The one loop that every long-lived thing runs on: messages are handled one at a time, in the order they were posted, by the only
/// writer of the state behind <c>handle</c>. An idle actor costs no thread and no timer.
/// </summary>
/// <remarks>
/// Facts (exits, timers) are never refused, since losing one would be a lie about the world; each thing in the world has few of them
/// outstanding, which bounds the queue. Requests go through <see cref="TryPost"/> and are refused when <c>capacity</c> messages wait.
/// A handler that throws is a bug: the actor handles nothing more and reports it, and the daemon ends loudly.
/// </remarks>
/// <typeparam name="TMessage">A closed family of messages.</typeparam>
public sealed class Actor<TMessage> : IThreadPoolWorkItem
{
    /// <summary>Messages handled in one turn before other actors get theirs.</summary>
    private const int TurnLimit = 256;

    private readonly ConcurrentQueue<TMessage> _mailbox = new();
    private readonly ActorScheduler _scheduler;
    private readonly Action<TMessage> _handle;
    private readonly Action<Exception> _crashed;
    private readonly int _capacity;
    private int _waiting;
    private volatile bool _isDead;

    /// <param name="scheduler">Who gives turns.</param>
    /// <param name="handle">Handles one message; must not block or await.</param>
    /// <param name="crashed">Told once when <paramref name="handle"/> threw.</param>
    /// <param name="capacity">How many messages may wait before requests are refused.</param>
    public Actor(ActorScheduler scheduler, Action<TMessage> handle, Action<Exception> crashed, int capacity = 4096)
    {
        _scheduler = scheduler;
        _handle = handle;
        _crashed = crashed;
        _capacity = capacity;
    }

    /// <summary>Posts a fact; never refused.</summary>
    public void Post(TMessage fact)
    {
        _mailbox.Enqueue(fact);
        if (Interlocked.Increment(ref _waiting) == 1) _scheduler.Schedule(this);
    }

    /// <summary>Posts a request; false when too much waits already, and the caller should answer <c>busy</c>.</summary>
    public bool TryPost(TMessage request)
    {
        if (_isDead || Volatile.Read(ref _waiting) >= _capacity) return false;
        Post(request);
        return true;
    }

    /// <summary>One turn, called by the scheduler only.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        var handled = 0;
        while (handled < TurnLimit && _mailbox.TryDequeue(out var message))
        {
            handled++;
            if (!_isDead) HandleOne(message);
        }

        if (Interlocked.Add(ref _waiting, -handled) > 0) _scheduler.Schedule(this);
    }

    private void HandleOne(TMessage message)
    {
        try
        {
            _handle(message);
        }
        catch (Exception e)
        {
            // Top of a loop: an actor whose handler threw has unknown state, so it handles nothing more and says so.
            _isDead = true;
            _crashed(e);
        }
    }
}
