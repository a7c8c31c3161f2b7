using System.Collections.Concurrent;
using Baton.Control.Notify;
using Baton.Core.Notices;
using Baton.Supervision.Manifests.Targets;
using Baton.TestKit;

namespace Baton.Control.Tests.Notify;

/// <summary>Tells a real server of events, by a clock that a test turns.</summary>
internal sealed class NotifyFixture : IAsyncDisposable, INotifyMemory
{
    private readonly ConcurrentQueue<Exception> _bugs = new();

    public NotifyFixture(NoticeBoard? notices = null)
    {
        Notices = notices ?? new NoticeBoard(Time);
        Notifier = NewNotifier();
    }

    public ManualTime Time { get; } = new();

    public NoticeBoard Notices { get; }

    public WebhookServer Server { get; } = new();

    public Notifier Notifier { get; private set; }

    public ConcurrentDictionary<string, NotifyPlace> Places { get; } = new();

    /// <summary>Takes messages to others than this machine; set before <see cref="BeginAnewAsync"/>.</summary>
    public System.Net.IWebProxy? Proxy { get; set; }

    /// <summary>Called before a place is kept.</summary>
    public Action<NotifyPlace>? Storing { get; set; }

    public NotifyTarget Target => new() { Name = "ops", Url = Server.Url };

    public long Fail(string service, string detail = "exit code 1") => Notices.Publish($"service/{service}", "failed", cause: null, detail);

    public IEnumerable<string> Said => Notices.After(0, int.MaxValue).Where(notice => notice.Subject == "notify/ops").Select(notice => notice.What);

    /// <summary>Turns the clock on until it is so.</summary>
    public Task UntilAsync(Func<bool> isSo, string what, double step = 1) => Eventually.HoldsAsync(() =>
    {
        if (isSo()) return true;
        Time.Advance(TimeSpan.FromSeconds(step));
        return false;
    }, what);

    /// <summary>As after a death: another one takes up what the first had kept.</summary>
    public async Task BeginAnewAsync()
    {
        await Notifier.DisposeAsync();
        Notifier = NewNotifier();
    }

    public NotifyPlace? Of(string target) => Places.GetValueOrDefault(target);

    public void Store(string target, NotifyPlace place)
    {
        Storing?.Invoke(place);
        Places[target] = place;
    }

    public void Forget(string target) => Places.TryRemove(target, out _);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        // Its last two seconds are of a clock that nobody turns.
        var closing = Notifier.CloseAsync();
        await UntilAsync(() => closing.IsCompleted, "its end");
        await closing;
        Assert.Empty(_bugs);
    }

    private Notifier NewNotifier() => new(new NotifyPorts
    {
        Notices = Notices,
        Memory = this,
        GroupsOf = static service => service.StartsWith("night-", StringComparison.Ordinal) ? ["night"] : [],
        Project = "studio",
        Time = Time,
        Random = static () => 0.5,
        Crashed = _bugs.Enqueue,
        Proxy = Proxy,
    });
}
