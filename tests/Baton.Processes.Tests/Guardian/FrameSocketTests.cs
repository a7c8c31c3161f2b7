using Baton.Processes.Guardian.Wire;
using Baton.Processes.Native;
using Baton.TestKit;

namespace Baton.Processes.Tests.Guardian;

public sealed class FrameSocketTests : IDisposable
{
    private readonly FrameSocket _here;
    private readonly FrameSocket _there;

    public FrameSocketTests()
    {
        var (own, other) = FrameSocket.Pair();
        (_here, _there) = (new FrameSocket(own), new FrameSocket(other));
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task Messages_arrive_whole_and_in_order_though_nobody_reads_for_a_while()
    {
        using var outbox = new Outbox<ToDaemon>(_here, GuardianWire.Write);
        // Far more than a socket holds.
        const int messages = 2_000;
        for (var i = 0; i < messages; i++) outbox.Send(new ToDaemon.DegradedBy($"{i} {new string('x', i * 3)}"));
        Assert.True(outbox.IsWaiting);

        for (var i = 0; i < messages; i++)
        {
            Assert.True(_there.TryReceive(out var frame));
            Assert.StartsWith($"{i} ", Assert.IsType<ToDaemon.DegradedBy>(GuardianWire.ReadToDaemon(frame)).Sentence, StringComparison.Ordinal);
        }

        await Eventually.HoldsAsync(() => !outbox.IsWaiting, "nothing waits");
    }

    [Fact]
    public void The_longest_message_passes_and_a_longer_one_is_refused_here()
    {
        using var outbox = new Outbox<ToDaemon>(_here, GuardianWire.Write);
        var longest = new string('x', WireReader.LongestFrame - 5);
        outbox.Send(new ToDaemon.DegradedBy(longest));
        Assert.Throws<WireException>(() => outbox.Send(new ToDaemon.DegradedBy(longest + "x")));
        outbox.Send(new ToDaemon.Closed());

        Assert.True(_there.TryReceive(out var frame));
        Assert.Equal(longest.Length, Assert.IsType<ToDaemon.DegradedBy>(GuardianWire.ReadToDaemon(frame)).Sentence.Length);
        Assert.True(_there.TryReceive(out frame));
        Assert.IsType<ToDaemon.Closed>(GuardianWire.ReadToDaemon(frame));
    }

    [Fact]
    public void Descriptors_come_with_their_message_also_when_it_had_to_wait()
    {
        using var outbox = new Outbox<ToDaemon>(_here, GuardianWire.Write);
        for (var i = 0; i < 100; i++) outbox.Send(new ToDaemon.DegradedBy(new string('x', 100_000)));
        var mine = Libc.open("/dev/null", Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        outbox.Send(new ToDaemon.Welcome(1, 2, 3, null, ["a"]), mine);
        _ = Libc.close(mine);

        for (var i = 0; i < 100; i++) Assert.True(_there.TryReceive(out _));
        Assert.Null(_there.TakeDescriptor());
        Assert.True(_there.TryReceive(out _));
        var theirs = Assert.NotNull(_there.TakeDescriptor());
        Assert.Equal("/dev/null", new FileInfo($"/proc/self/fd/{theirs}").LinkTarget);
        _ = Libc.close(theirs);
    }

    [Fact]
    public void The_end_of_the_other_side_is_the_end()
    {
        _here.Dispose();
        Assert.False(_there.TryReceive(out _));
        Assert.Equal(-1, _there.Send([1, 2, 3], [], block: true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(WireReader.LongestFrame + 1)]
    [InlineData(int.MaxValue)]
    public void A_length_that_cannot_be_is_refused_before_there_is_memory_for_it(int length)
    {
        _here.Send(BitConverter.GetBytes(length), [], block: true);
        Assert.Throws<WireException>(() => _there.TryReceive(out _));
    }

    [Fact]
    public async Task One_that_takes_nothing_for_ever_is_given_up()
    {
        using var outbox = new Outbox<ToDaemon>(_here, GuardianWire.Write);
        var large = new ToDaemon.DegradedBy(new string('x', 1 << 20));
        for (var i = 0; i <= (Outbox<ToDaemon>.MostBytes >> 20) + 2; i++) outbox.Send(large);

        Assert.False(outbox.IsWaiting);
        var end = Task.Run(() =>
        {
            while (_there.TryReceive(out _)) continue;
        });
        await end.WaitAsync(Eventually.Limit, TimeProvider.System);
    }
}
