using System.Net;
using System.Net.Sockets;
using Baton.Probes.Addresses;
using Baton.Probes.Http;
using Baton.Probes.Network;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Addresses;

/// <summary>A resolver that never answers holds a few threads and nobody else.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "DisposeAsync sees to it.")]
public sealed class NameLookUpsTests : IAsyncLifetime
{
    private readonly ManualResetEventSlim _hung = new();
    private readonly NameLookUps _lookUps;
    private int _underWay, _asked;

    public NameLookUpsTests() => _lookUps = new NameLookUps(3, 2, Resolve);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _hung.Set();
        // Threads that are left to themselves still hold it.
        await Eventually.HoldsAsync(() => Volatile.Read(ref _underWay) == 0, "the last of them to end");
        _hung.Dispose();
    }

    [Fact]
    public async Task One_that_hangs_holds_up_no_other_and_may_be_given_up()
    {
        using var patience = new CancellationTokenSource();
        var hung = _lookUps.AskAsync("hung", patience.Token);
        Assert.Equal([IPAddress.Loopback], await _lookUps.AskAsync("well", CancellationToken.None).WaitAsync(Eventually.Limit));
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hung);
    }

    [Fact]
    public async Task No_more_than_so_many_are_under_way_also_when_nobody_waits_for_them_any_more()
    {
        using var patience = new CancellationTokenSource();
        var hung = Enumerable.Range(0, 10).Select(i => _lookUps.AskAsync($"hung{i}", patience.Token)).ToList();
        await Eventually.HoldsAsync(() => Volatile.Read(ref _underWay) == 3, "as many as may be");
        await patience.CancelAsync();
        foreach (var one in hung) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.Equal(3, Volatile.Read(ref _underWay));
        // Whoever waits for a turn does so within its own limit.
        using var limit = new CancellationTokenSource();
        var late = _lookUps.AskAsync("well", limit.Token);
        Assert.False(late.IsCompleted);
        _hung.Set();
        Assert.Equal([IPAddress.Loopback], await late.WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task One_that_fails_gives_its_turn_back()
    {
        for (var i = 0; i < 10; i++) await Assert.ThrowsAsync<SocketException>(() => _lookUps.AskAsync("unknown", CancellationToken.None).WaitAsync(Eventually.Limit));
        Assert.Equal([IPAddress.Loopback], await _lookUps.AskAsync("well", CancellationToken.None));
    }

    [Fact]
    public async Task All_who_ask_for_one_name_share_one_look_up_also_with_those_who_gave_up()
    {
        using var patience = new CancellationTokenSource();
        var first = _lookUps.AskAsync("hung.example", patience.Token);
        await Eventually.HoldsAsync(() => Volatile.Read(ref _asked) == 1, "it to begin");
        await patience.CancelAsync();
        // It had its turn, so that nothing is told of one.
        Assert.IsNotType<NoTurnException>(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first));
        var later = Enumerable.Range(0, 10).Select(_ => _lookUps.AskAsync("HUNG.example", CancellationToken.None)).ToList();
        Assert.Equal([IPAddress.Loopback], await _lookUps.AskAsync("well", CancellationToken.None).WaitAsync(Eventually.Limit));
        _hung.Set();
        foreach (var one in later) Assert.Equal([IPAddress.Loopback], await one.WaitAsync(Eventually.Limit));
        Assert.Equal(2, Volatile.Read(ref _asked));
        // What was found is not kept.
        await _lookUps.AskAsync("hung.example", CancellationToken.None).WaitAsync(Eventually.Limit);
        Assert.Equal(3, Volatile.Read(ref _asked));
    }

    [Fact]
    public async Task A_good_name_is_answered_while_all_names_of_a_dead_domain_hang()
    {
        using var patience = new CancellationTokenSource();
        var dead = Enumerable.Range(0, 16).Select(i => _lookUps.AskAsync($"hung{i}.of.dead.example", patience.Token)).ToList();
        await Eventually.HoldsAsync(() => Volatile.Read(ref _underWay) == 2, "as many as may be of one domain");
        Assert.Equal([IPAddress.Loopback], await _lookUps.AskAsync("well.example", CancellationToken.None).WaitAsync(Eventually.Limit));
        await patience.CancelAsync();
        foreach (var one in dead) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        // Those that were not begun are forgotten.
        Assert.False(_lookUps.IsWaiting("hung15.of.dead.example"));
        _hung.Set();
        Assert.Equal([IPAddress.Loopback], await _lookUps.AskAsync("well.dead.example", CancellationToken.None).WaitAsync(Eventually.Limit));
        Assert.Equal(4, Volatile.Read(ref _asked));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_does_not_come_to_its_turn_is_told_as_that_and_not_as_a_slow_answer(bool isHttp)
    {
        using var patience = new CancellationTokenSource();
        var hung = Enumerable.Range(0, 3).Select(i => _lookUps.AskAsync($"hung{i}", patience.Token)).ToList();
        await Eventually.HoldsAsync(() => Volatile.Read(ref _underWay) == 3, "all turns to be taken");
        var reach = new Reach(AddressPolicy.Open, _lookUps.AskAsync, _lookUps.IsWaiting);
        using var client = new ProbeClient(new ProbeClientKind(false, false, AddressPolicy.Open), new WebProxy(), reach);
        var timeout = TimeSpan.FromMilliseconds(200);
        var result = isHttp
            ? await new HttpProbe(new ProbeSpec.Http(new Uri("http://well.example:1/")), new ProbeTiming { Timeout = timeout }, TimeProvider.System, client).ExecuteAsync(CancellationToken.None)
            : await new TcpProbe(new ProbeSpec.Tcp("well.example", 1), timeout, TimeProvider.System, reach).ExecuteAsync(CancellationToken.None);
        Assert.Equal("the look-up of \"well.example\" did not come to its turn: too many others wait for the resolver", result.Detail);
        Assert.Equal(FailureKind.Dns, result.Failure!.Kind);
        await patience.CancelAsync();
        foreach (var one in hung) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
    }

    private IPAddress[] Resolve(string host)
    {
        Interlocked.Increment(ref _asked);
        Interlocked.Increment(ref _underWay);
        try
        {
            if (host.StartsWith("hung", StringComparison.Ordinal)) _hung.Wait();
            return host == "unknown" ? throw new SocketException((int)SocketError.HostNotFound) : [IPAddress.Loopback];
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
