using Baton.Runtime.Links;
using Baton.TestKit;

namespace Baton.Runtime.Tests.Routing;

/// <summary>What becomes of messages for an instance that takes none: real sockets, whose buffers are full.</summary>
public sealed class LinkPolicyTests : IDisposable
{
    private readonly RouterUnderTest _router = new();
    private readonly TestInstance _sender;
    private readonly TestInstance _target;

    public LinkPolicyTests() => (_sender, _target) = (_router.Connect(), _router.Add());

    public void Dispose() => _router.Dispose();

    [Fact]
    public async Task Of_1024_that_wait_the_oldest_goes_when_one_more_comes()
    {
        await LinkAsync(LinkPolicy.DropOldest);
        SendNumbers(1030);
        await SeenAsync(1030);
        _target.Connect();
        Assert.Equal(Enumerable.Range(6, 1024), _target.ReadValues(1024));
        Assert.Equal(6, _router.Dropped);
    }

    [Theory]
    [InlineData(LinkPolicy.DropOldest, new[] { 7, 8, 9 }, 7)]
    [InlineData(LinkPolicy.DropNewest, new[] { 0, 1, 2 }, 7)]
    [InlineData(LinkPolicy.Latest, new[] { 9 }, 9)]
    public async Task A_link_keeps_as_many_as_it_says_and_those_that_it_says(LinkPolicy policy, int[] kept, int dropped)
    {
        await LinkAsync(policy, 3);
        SendNumbers(10);
        await SeenAsync(10);
        _target.Connect();
        Assert.Equal(kept, _target.ReadValues(kept.Length));
        Assert.Equal(dropped, _router.Dropped);
    }

    [Fact]
    public async Task A_link_that_blocks_loses_nothing_and_holds_back_its_sender_alone()
    {
        var (other, free) = (_router.Connect(), _router.Connect());
        await _router.Router.SetLinksAsync([To(LinkPolicy.Block, 5), RouterUnderTest.To(free, "b::B")]);
        var sending = Task.Run(() => SendNumbers(5000));
        await Eventually.HoldsAsync(() => _router.Router.Figures.Links[0].Waiting == 5, "the queue to be full");
        other.SendMessage(1, "b::B");
        Assert.Equal([1], free.ReadValues(1));
        Assert.Equal(5, _router.Router.Figures.Links[0].Waiting);
        _target.Connect();
        Assert.Equal(Enumerable.Range(0, 5000), _target.ReadValues(5000));
        await sending;
        Assert.Equal(0, _router.Dropped);
    }

    [Fact]
    public async Task A_sender_that_is_held_back_goes_on_when_the_target_is_removed()
    {
        var free = _router.Connect();
        await _router.Router.SetLinksAsync([To(LinkPolicy.Block, 1), RouterUnderTest.To(free, "b::B")]);
        SendNumbers(5);
        _sender.SendMessage(9, "b::B");
        await Eventually.HoldsAsync(() => _router.Router.Figures.Links[0].Waiting == 1, "the queue to be full");
        await _router.Router.RemoveAsync(_target.Id);
        Assert.Equal([9], free.ReadValues(1));
    }

    [Fact]
    public async Task A_sender_may_close_and_go_while_it_is_held_back()
    {
        await LinkAsync(LinkPolicy.Block, 1);
        SendNumbers(3);
        await Eventually.HoldsAsync(() => _router.Router.Figures.Links[0].Waiting == 1, "the queue to be full");
        _sender.Disconnect();
        _target.Connect();
        Assert.Equal([0, 1, 2], _target.ReadValues(3));
    }

    [Fact]
    public async Task Who_connects_late_gets_the_last_value_of_a_link_that_keeps_it_and_no_other_does()
    {
        var late = _router.Connect();
        await _router.Router.SetLinksAsync([To(LinkPolicy.Latest), RouterUnderTest.To(late)]);
        _target.Connect();
        SendNumbers(3);
        Assert.Equal([0, 1, 2], _target.ReadValues(3));
        Assert.Equal([0, 1, 2], late.ReadValues(3));
        _target.Disconnect();
        late.Disconnect();
        _target.Connect();
        late.Connect();
        Assert.Equal([2], _target.ReadValues(1));
        SendNumbers(1);
        Assert.Equal([0], late.ReadValues(1));
    }

    [Fact]
    public async Task A_receiver_that_reads_nothing_holds_up_nobody_and_gets_what_is_left_whole()
    {
        var free = _router.Connect();
        await _router.Router.SetLinksAsync([To(LinkPolicy.DropOldest), RouterUnderTest.To(free) with { Policy = LinkPolicy.Block }]);
        _target.Connect();
        const int count = 20_000;
        var sending = Task.Run(() => SendNumbers(count));
        Assert.Equal(Enumerable.Range(0, count), free.ReadValues(count));
        await sending;
        // What the kernel had taken comes first, then the newest; a line that was begun is ended.
        var got = new List<int>();
        do got.AddRange(_target.ReadValues(1));
        while (got[^1] != count - 1);
        Assert.InRange(_router.Router.Figures.Links[0].Dropped, 1, count);
        Assert.Equal(count, got.Count + _router.Router.Figures.Links[0].Dropped);
        Assert.Equal(got.Order(), got);
        Assert.Equal(Enumerable.Range(count - 1000, 1000), got[^1000..]);
    }

    [Fact]
    public async Task Links_to_one_target_drop_their_own()
    {
        await _router.Router.SetLinksAsync([To(LinkPolicy.DropOldest, 2), RouterUnderTest.To(_target, "b::B") with { Queue = 3, Policy = LinkPolicy.DropNewest }]);
        for (var i = 0; i < 5; i++)
        {
            _sender.SendMessage(i);
            _sender.SendMessage(100 + i, "b::B");
        }

        await Eventually.HoldsAsync(() => _router.Router.Figures.Links.All(link => link.Messages == 5), "all to be read");
        _target.Connect();
        Assert.Equal([100, 101, 102, 3, 4], _target.ReadValues(5));
        Assert.Equal([3, 2], _router.Router.Figures.Links.Select(link => link.Dropped));
    }

    [Fact]
    public async Task When_all_links_to_a_target_together_fill_it_the_oldest_goes_but_none_of_a_link_that_blocks()
    {
        await _router.Router.SetLinksAsync([RouterUnderTest.To(_target, "x::Block") with { Policy = LinkPolicy.Block, Queue = 2 }, To(LinkPolicy.DropOldest), RouterUnderTest.To(_target, "b::B")]);
        _sender.SendMessage(-1, "x::Block");
        SendNumbers(Link.MostQueue - 1);
        _sender.SendMessage(5000, "b::B");
        await Eventually.HoldsAsync(() => _router.Router.Figures.Links[2].Messages == 1, "all to be read");
        _target.Connect();
        Assert.Equal([-1, .. Enumerable.Range(1, Link.MostQueue - 2), 5000], _target.ReadValues(Link.MostQueue));
        Assert.Equal([0, 1, 0], _router.Router.Figures.Links.Select(link => link.Dropped));
    }

    [Fact]
    public async Task A_link_that_stays_keeps_its_figures()
    {
        await LinkAsync(LinkPolicy.DropOldest);
        _target.Connect();
        SendNumbers(3);
        Assert.Equal([0, 1, 2], _target.ReadValues(3));
        await _router.Router.SetLinksAsync([RouterUnderTest.To(_target, "b::B"), To(LinkPolicy.DropOldest)]);
        Assert.Equal([0, 3], _router.Router.Figures.Links.Select(link => link.Messages));
        await _router.Router.SetLinksAsync([]);
        SendNumbers(1);
        await Eventually.HoldsAsync(() => _router.Router.Figures.Unlinked == 1, "a message without a link");
    }

    private Link To(LinkPolicy policy, int queue = Link.MostQueue) => RouterUnderTest.To(_target) with { Policy = policy, Queue = queue };

    private Task LinkAsync(LinkPolicy policy, int queue = Link.MostQueue) => _router.Router.SetLinksAsync([To(policy, queue)]);

    private Task SeenAsync(int count) => Eventually.HoldsAsync(() => _router.Router.Figures.Links[0].Messages == count, "all to be read");

    private void SendNumbers(int count) => _sender.SendText(string.Concat(Enumerable.Range(0, count).Select(i => TestInstance.Message(i) + "\n")));
}
