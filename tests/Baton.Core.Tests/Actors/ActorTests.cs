using Baton.Core.Actors;
using Baton.TestKit;

namespace Baton.Core.Tests.Actors;

public class ActorTests
{
    [Fact]
    public async Task Messages_of_many_threads_are_handled_one_at_a_time_and_in_the_order_of_each()
    {
        const int Threads = 4, Each = 20_000;
        var last = new int[Threads];
        var inside = 0;
        var handled = 0;
        var isWrong = false;
        var done = new TaskCompletionSource();
        var actor = new Actor<(int Thread, int Number)>(ActorScheduler.ThreadPool, m =>
        {
            isWrong |= Interlocked.Increment(ref inside) != 1 || m.Number != last[m.Thread] + 1;
            last[m.Thread] = m.Number;
            Interlocked.Decrement(ref inside);
            if (++handled == Threads * Each) done.SetResult();
        }, e => done.SetException(e));
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(t => Task.Run(() =>
        {
            for (var n = 1; n <= Each; n++) actor.Post((t, n));
        })));
        await done.Task.WaitAsync(Eventually.Limit);
        Assert.False(isWrong);
    }

    [Fact]
    public void On_the_callers_thread_a_message_is_handled_before_the_post_returns_and_never_inside_another()
    {
        var order = new List<string>();
        Actor<int>? actor = null;
        actor = new Actor<int>(ActorScheduler.Caller, n =>
        {
            order.Add($"begin {n}");
            if (n == 1) actor!.Post(2);
            order.Add($"end {n}");
        }, e => Assert.Fail(e.Message));
        actor.Post(1);
        Assert.Equal(["begin 1", "end 1", "begin 2", "end 2"], order);
    }

    [Fact]
    public async Task On_the_callers_thread_messages_of_many_threads_are_still_handled_one_at_a_time()
    {
        const int Threads = 4, Each = 20_000;
        var inside = 0;
        var handled = 0;
        var isWrong = false;
        var done = new TaskCompletionSource();
        var actor = new Actor<int>(ActorScheduler.Caller, _ =>
        {
            isWrong |= Interlocked.Increment(ref inside) != 1;
            Interlocked.Decrement(ref inside);
            if (++handled == Threads * Each) done.SetResult();
        }, done.SetException);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            for (var n = 0; n < Each; n++) actor.Post(n);
        })));
        await done.Task.WaitAsync(Eventually.Limit);
        Assert.False(isWrong);
    }

    [Fact]
    public void Requests_are_refused_when_too_much_waits_and_facts_never()
    {
        var scheduler = new ManualScheduler();
        var handled = new List<int>();
        var actor = new Actor<int>(scheduler, handled.Add, _ => { }, capacity: 2);
        Assert.True(actor.TryPost(1));
        Assert.True(actor.TryPost(2));
        Assert.False(actor.TryPost(3));
        actor.Post(4);
        scheduler.RunAll();
        Assert.Equal([1, 2, 4], handled);
        Assert.True(actor.TryPost(5));
    }

    [Fact]
    public void A_handler_that_throws_ends_the_actor_and_is_reported_once()
    {
        var scheduler = new ManualScheduler();
        var reports = new List<Exception>();
        var actor = new Actor<int>(scheduler, n => throw new InvalidOperationException($"{n}"), reports.Add);
        actor.Post(1);
        actor.Post(2);
        scheduler.RunAll();
        Assert.Equal("1", Assert.Single(reports).Message);
        Assert.False(actor.TryPost(3));
    }

    [Fact]
    public void A_long_queue_does_not_keep_other_actors_from_their_turn()
    {
        var scheduler = new ManualScheduler();
        var order = new List<string>();
        var busy = new Actor<int>(scheduler, _ => order.Add("busy"), _ => { }, capacity: 10_000);
        var other = new Actor<int>(scheduler, _ => order.Add("other"), _ => { });
        for (var i = 0; i < 1000; i++) busy.Post(i);
        other.Post(1);
        scheduler.RunAll();
        Assert.Equal(1001, order.Count);
        Assert.True(order.IndexOf("other") < 1000);
    }
}
