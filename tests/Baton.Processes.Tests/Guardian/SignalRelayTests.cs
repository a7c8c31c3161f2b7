using Baton.Processes.Guardian;

namespace Baton.Processes.Tests.Guardian;

public sealed class SignalRelayTests : IDisposable
{
    private const int HangUp = 1, Interrupt = 2, Kill = 9, Terminate = 15;

    private readonly SignalRelay _relay = new();

    public void Dispose() => _relay.Dispose();

    [Fact]
    public void A_signal_that_comes_while_there_is_no_daemon_goes_to_the_next_one_once_it_can_hear()
    {
        _relay.Receive(Terminate, isFirst: false);
        _relay.Prepare();
        var next = Begin();
        Assert.Empty(next);
        _relay.Open();
        Assert.Equal([Terminate], next);
        Assert.False(_relay.IsWaiting);
    }

    [Fact]
    public void A_signal_is_not_lost_when_the_daemon_opens_before_its_process_is_known()
    {
        _relay.Receive(Terminate, isFirst: false);
        _relay.Prepare();
        _relay.Open();
        Assert.Equal([Terminate], Begin());
    }

    [Fact]
    public void A_signal_is_not_lost_when_the_first_words_of_a_dead_daemon_are_read_late()
    {
        _relay.Prepare();
        Assert.Empty(Begin());
        _relay.End();
        _relay.Receive(Terminate, isFirst: false);
        _relay.Open();
        _relay.TakeBack();
        Assert.True(_relay.IsWaiting);
        _relay.Prepare();
        var next = Begin();
        Assert.Empty(next);
        _relay.Open();
        Assert.Equal([Terminate], next);
    }

    [Fact]
    public void What_a_daemon_may_have_died_before_hearing_goes_to_the_next_one()
    {
        _relay.Prepare();
        var first = Begin();
        _relay.Open();
        _relay.Receive(Interrupt, isFirst: false);
        _relay.End();
        _relay.TakeBack();
        _relay.Prepare();
        var second = Begin();
        _relay.Open();
        Assert.Equal([Interrupt], first);
        Assert.Equal([Interrupt], second);
    }

    [Fact]
    public void Two_that_no_daemon_could_hear_are_an_end_now_and_hang_ups_are_not_counted()
    {
        _relay.Receive(HangUp, isFirst: false);
        _relay.Receive(HangUp, isFirst: false);
        _relay.Receive(Terminate, isFirst: false);
        Assert.False(_relay.IsEndNow);
        _relay.Prepare();
        var daemon = Begin();
        _relay.Receive(Interrupt, isFirst: false);
        Assert.True(_relay.IsEndNow);
        Assert.Equal([Kill], daemon);
    }

    [Fact]
    public void The_first_daemon_is_told_before_it_has_begun_anything()
    {
        _relay.Receive(Terminate, isFirst: true);
        _relay.Prepare();
        var daemon = Begin(isFirst: true);
        Assert.Equal([Terminate], daemon);
        _relay.End();
        _relay.TakeBack();
        Assert.True(_relay.Holds(Terminate));
    }

    [Fact]
    public void What_the_terminal_tells_the_daemon_is_not_told_once_more_but_kept_for_the_next_one()
    {
        _relay.Prepare();
        var daemon = Begin(hearsTerminal: true);
        _relay.Open();
        _relay.Receive(Interrupt, isFirst: false);
        Assert.Empty(daemon);
        _relay.Receive(Terminate, isFirst: false);
        Assert.Equal([Terminate], daemon);
        _relay.End();
        _relay.TakeBack();
        Assert.True(_relay.Holds(Interrupt));
    }

    private List<int> Begin(bool isFirst = false, bool hearsTerminal = false)
    {
        var heard = new List<int>();
        _relay.Begin(new SignalRelay.Target(heard.Add, () => hearsTerminal), isFirst);
        return heard;
    }
}
