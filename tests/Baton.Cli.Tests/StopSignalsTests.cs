using System.Runtime.InteropServices;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class StopSignalsTests
{
    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGHUP)]
    public void The_first_signal_asks_for_an_orderly_stop(PosixSignal signal)
    {
        using var signals = new StopSignals();

        signals.Receive(signal);

        Assert.True(signals.Stop.IsCancellationRequested);
        Assert.False(signals.Kill.IsCancellationRequested);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM, PosixSignal.SIGTERM)]
    public void The_second_one_kills(PosixSignal first, PosixSignal second)
    {
        var time = new ManualTime();
        using var signals = new StopSignals(time);

        signals.Receive(first);
        time.Advance(TimeSpan.FromMilliseconds(100));
        signals.Receive(second);

        Assert.True(signals.Kill.IsCancellationRequested);
    }

    [Fact]
    public void What_comes_at_once_after_the_first_is_the_same_wish()
    {
        var time = new ManualTime();
        using var signals = new StopSignals(time);

        signals.Receive(PosixSignal.SIGINT);
        time.Advance(TimeSpan.FromMilliseconds(99));
        signals.Receive(PosixSignal.SIGINT);

        Assert.False(signals.Kill.IsCancellationRequested);
    }

    [Fact]
    public void A_closing_terminal_that_hangs_up_twice_kills_nothing()
    {
        using var signals = new StopSignals();

        signals.Receive(PosixSignal.SIGHUP);
        signals.Receive(PosixSignal.SIGHUP);

        Assert.True(signals.Stop.IsCancellationRequested);
        Assert.False(signals.Kill.IsCancellationRequested);
    }
}
