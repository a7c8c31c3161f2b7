using Baton.Health.History;
using Baton.Health.History.Store;
using Baton.TestKit;

namespace Baton.Health.Tests.History;

/// <summary>A store in a folder of its own, under virtual time and with turns that are given by hand; it can be closed, killed and opened again.</summary>
internal sealed class StoredHistory : IDisposable
{
    public StoredHistory(HealthStoreOptions? options = null)
    {
        Options = options ?? HealthStoreOptions.Default;
        Store = Open();
    }

    public HealthStoreOptions Options { get; }

    public TemporaryFolder Folder { get; } = new();

    public string File => Folder["health.db"];

    public ManualTime Time { get; } = new();

    public ManualScheduler Scheduler { get; } = new();

    public List<StoreNotice> Notices { get; } = [];

    public HealthStore Store { get; private set; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Lets time pass, and all be done that is due then.</summary>
    public void Advance(TimeSpan by)
    {
        Time.Advance(by);
        Scheduler.RunAll();
    }

    public void Save()
    {
        var done = Store.SaveAsync();
        Scheduler.RunAll();
        Assert.True(done.IsCompletedSuccessfully);
    }

    public void Close()
    {
        var done = Store.CloseAsync();
        Scheduler.RunAll();
        Assert.True(done.IsCompletedSuccessfully);
        Store.Dispose();
    }

    /// <summary>Begins as the next daemon does.</summary>
    public void Reopen()
    {
        Close();
        Store = Open();
    }

    public RecordedMonitor Watch(string name)
    {
        var monitor = Store.Watch(name);
        Scheduler.RunAll();
        return monitor;
    }

    /// <summary>The answer to a question, which the owner of the database gives in its turn, or in several.</summary>
    public T Ask<T>(Task<T> answer)
    {
        // What is answered goes on on another thread, which may ask again.
        SpinWait.SpinUntil(() => HasRun(answer), Eventually.Limit);
        return answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new TimeoutException("no answer came");
    }

    private bool HasRun(Task answer)
    {
        Scheduler.RunAll();
        return answer.IsCompleted;
    }

    public SingleResult Ok(double ms = 12, string? text = "HTTP 200", byte state = 2) => new(Now, true, TimeSpan.FromMilliseconds(ms), state, text);

    public SingleResult Bad(string text = "timeout after 5 s", byte state = 0) => new(Now, false, TimeSpan.FromSeconds(5), state, text);

    public void Dispose()
    {
        Close();
        Folder.Dispose();
    }

    private HealthStore Open() => HealthStore.Open(File, Options, Time, Scheduler, Notices.Add, e => throw new InvalidOperationException("the store has a bug", e));
}
