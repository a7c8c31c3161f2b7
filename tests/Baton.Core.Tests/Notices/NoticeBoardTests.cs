using Baton.Core.Notices;
using Baton.TestKit;

namespace Baton.Core.Tests.Notices;

public class NoticeBoardTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Numbers_go_on_after_the_last_one_in_use()
    {
        var board = new NoticeBoard(_time, lastSeq: 41);
        Assert.Equal(42, board.Publish("daemon", "started"));
        Assert.Equal(42, board.After(0, 10).Single().Seq);
    }

    [Fact]
    public void Readers_get_what_comes_after_a_number_up_to_their_limit()
    {
        var board = new NoticeBoard(_time);
        for (var i = 0; i < 5; i++) board.Publish("daemon", $"fact{i}");
        Assert.Equal([3L, 4], board.After(2, 2).Select(n => n.Seq));
    }

    [Fact]
    public void Only_the_newest_are_kept_and_the_gap_can_be_seen()
    {
        var board = new NoticeBoard(_time, kept: 3);
        for (var i = 0; i < 10; i++) board.Publish("daemon", "fact");
        Assert.Equal([8L, 9, 10], board.After(2, 10).Select(n => n.Seq));
    }

    [Fact]
    public void Listeners_are_told_until_they_leave()
    {
        var board = new NoticeBoard(_time);
        var heard = new List<long>();
        using (board.Listen(n => heard.Add(n.Seq))) board.Publish("daemon", "one");
        board.Publish("daemon", "two");
        Assert.Equal([1L], heard);
    }

    [Fact]
    public async Task Numbers_are_allotted_once_under_concurrency()
    {
        var board = new NoticeBoard(_time, kept: 100_000);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++) board.Publish("daemon", "fact");
        })));
        Assert.Equal(Enumerable.Range(1, 20_000).Select(n => (long)n), board.After(0, 100_000).Select(n => n.Seq));
    }
}
