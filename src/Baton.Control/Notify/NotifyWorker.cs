using Baton.Contracts;
using Baton.Control.Events;
using Baton.Control.Streams;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Journal.Reading;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Control.Notify;

/// <summary>
/// Tells one target. Its loop reads events by number from the journal, so that nobody waits for it and a daemon that dies loses no message: the next goes on
/// after the last that was delivered, at least once each. What cannot be delivered is tried again for an hour, with all that comes meanwhile in it.
/// </summary>
internal sealed class NotifyWorker : IAsyncDisposable
{
    private const int PageSize = 256;

    /// <summary>What is older is not told any more, and not tried any longer.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromHours(1);

    private static readonly Backoff Retry = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(60), 0.2);

    private readonly NotifyTarget _target;
    private readonly NotifyPorts _ports;
    private readonly EventHistory _history;
    private readonly NotifyChoice _choice;
    private readonly NotifyOutbox _outbox;
    private readonly WebhookSender _sender;
    private readonly WakeSignal _signal = new();
    private readonly CancellationTokenSource _over = new();
    private readonly long _origin;
    private readonly Task _running;
    private JournalPlace _place;
    private long _told;
    private long _toldDropped;
    private long _sent;
    private long _failed;
    private bool _isTesting;
    private volatile bool _hasTrouble;
    private volatile TaskCompletionSource? _settling;
    private volatile NotifyLast _last = new(null, null, null);

    /// <summary>Begins.</summary>
    /// <param name="target">Whom it tells.</param>
    /// <param name="ports">What it needs.</param>
    /// <param name="before">The end of the one that told this target before: what that one keeps at last is where this one goes on.</param>
    public NotifyWorker(NotifyTarget target, NotifyPorts ports, Task before)
    {
        (_target, _ports) = (target, ports);
        _origin = ports.Time.GetTimestamp();
        _history = new EventHistory(ports.Notices, ports.Journal);
        _choice = new NotifyChoice(target, ports.GroupsOf, ports.MonitorWordsOf);
        _outbox = new NotifyOutbox(target.PerMinute, TimeSpan.Zero);
        _sender = new WebhookSender(target, ports.Origin, ports.Time, ports.Proxy);
        _place = new JournalPlace(_told = ports.Notices.Last);
        _running = Task.Run(() => RunAsync(before));
    }

    /// <summary>Whom it tells.</summary>
    public NotifyTarget Target => _target;

    /// <summary>What became of it so far.</summary>
    public NotifyRecord Describe()
    {
        var last = _last;
        return new NotifyRecord(_target.Name, "webhook", _target.Url.Host, _target.On, _target.Services, Interlocked.Read(ref _sent), Interlocked.Read(ref _failed), _outbox.Dropped, _outbox.Count)
        {
            LastSentAt = last.SentAt,
            LastError = last.Error,
            LastErrorAt = last.ErrorAt,
        };
    }

    /// <summary>Sends a message that is no event, at once and once.</summary>
    /// <exception cref="BatonException">Busy: another one is under way.</exception>
    public async Task<NotifyTestRecord> TestAsync(string who, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _isTesting, true)) throw new BatonException(ErrorCode.Busy, $"a test of \"{_target.Name}\" is under way; try again when it is done");
        try
        {
            var began = _ports.Time.GetTimestamp();
            var message = new NotifyMessage(new Notice(0, _ports.Time.GetUtcNow(), "daemon", "test", Cause: null, $"asked for by {who}"), "test");
            var attempt = await _sender.SendAsync(message, ct);
            return new NotifyTestRecord(_target.Name, attempt.IsDelivered, Math.Round(_ports.Time.GetElapsedTime(began).TotalMilliseconds, 1))
            {
                Status = attempt.Status,
                Answer = attempt.Status is null ? null : attempt.Text,
                Error = attempt.IsDelivered ? null : attempt.ToString(),
            };
        }
        finally
        {
            Volatile.Write(ref _isTesting, false);
        }
    }

    /// <summary>Completes when all that happened so far was told, as far as that can be done at once.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _settling = settled;
        _signal.Wake();
        await Task.WhenAny(settled.Task, _running).WaitAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running;
        _sender.Dispose();
        _over.Dispose();
    }

    private async Task RunAsync(Task before)
    {
        using var listening = _ports.Notices.Listen(_ => _signal.Wake());
        try
        {
            await before;
            Remember();
            // One wait for each sleep: a second one would eat the first one's wake.
            Task? news = null;
            while (true)
            {
                Read();
                if (_outbox.Next(Now) is { } message)
                {
                    await DeliverAsync(message);
                    continue;
                }

                var due = _outbox.Wait(Now);
                if (due is null) _settling?.TrySetResult();
                news ??= _signal.WaitAsync(_over.Token);
                await (due is { } wait ? Task.WhenAny(news, DelayAsync(wait)) : news);
                if (!news.IsCompleted) continue;
                await news;
                news = null;
            }
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The daemon ends, or the target is gone.
        }
        catch (Exception bug)
        {
            // The top of a loop: the daemon is to end loudly, not to go on without its alarms.
            _ports.Crashed(bug);
        }
    }

    /// <summary>Goes on where another one has ended: of an earlier daemon, or of the manifest before.</summary>
    private void Remember()
    {
        if (_ports.Memory.Of(_target.Name) is { } kept)
        {
            _choice.Remember(kept.Troubles);
            var since = _history.Before(_ports.Time.GetUtcNow() - Oldest);
            _place = new JournalPlace(_told = Math.Min(_ports.Notices.Last, Math.Max(kept.Seq, since.Seq)));
        }

        Keep();
    }

    private TimeSpan Now => _ports.Time.GetElapsedTime(_origin);

    private Task DelayAsync(TimeSpan wait) => Task.Delay(wait, _ports.Time, _over.Token);

    private void Read()
    {
        while (true)
        {
            var page = _history.Read(_place, PageSize, NoticeFilter.All);
            if (page.IsEnd) break;
            foreach (var notice in page.Notices)
            {
                if (_choice.Take(notice) is { } message) _outbox.Add(message);
            }

            _place = page.Next;
        }

        if (_outbox.Dropped == _toldDropped) return;
        Say("notify_dropped", $"{_outbox.Dropped - _toldDropped} messages for \"{_target.Name}\" were thrown away, the oldest first: more than {NotifyOutbox.Capacity} waited");
        _toldDropped = _outbox.Dropped;
    }

    private async Task DeliverAsync(NotifyMessage message)
    {
        var began = Now;
        for (var failures = 0; ;)
        {
            var attempt = await _sender.SendAsync(message, _over.Token);
            if (attempt.IsDelivered)
            {
                Delivered(message);
                return;
            }

            failures++;
            TellTrouble(attempt);
            if (!attempt.IsWorthRetrying || Now - began >= Oldest)
            {
                GiveUp(message, attempt);
                return;
            }

            await DelayAsync(Retry.After(failures, _ports.Random()));
            Read();
            message = _outbox.AllIn(message);
        }
    }

    private void Delivered(NotifyMessage message)
    {
        Interlocked.Increment(ref _sent);
        _last = _last with { SentAt = _ports.Time.GetUtcNow() };
        if (_hasTrouble) Say("notify_ok", $"messages reach \"{_target.Name}\" again");
        _hasTrouble = false;
        Told(message);
    }

    private void TellTrouble(DeliveryAttempt attempt)
    {
        _last = _last with { Error = attempt.ToString(), ErrorAt = _ports.Time.GetUtcNow() };
        // Once, until one gets through.
        if (!_hasTrouble) Say("notify_trouble", $"a message for \"{_target.Name}\" ({_target.Url.Host}) was not taken: {attempt}");
        _hasTrouble = true;
    }

    private void GiveUp(NotifyMessage message, DeliveryAttempt attempt)
    {
        Interlocked.Add(ref _failed, 1 + message.More);
        Say("notify_failed", $"{1 + message.More} messages for \"{_target.Name}\" are given up: {attempt}");
        Told(message);
    }

    private void Told(NotifyMessage message)
    {
        _told = _outbox.Count == 0 ? _place.Seq : message.LastSeq;
        Keep();
    }

    private void Keep() => _ports.Memory.Store(_target.Name, new NotifyPlace(_told, [.. _choice.Troubles]));

    private void Say(string what, string detail) => _ports.Notices.Publish($"notify/{_target.Name}", what, cause: null, detail);

    private sealed record NotifyLast(DateTimeOffset? SentAt, string? Error, DateTimeOffset? ErrorAt);
}
