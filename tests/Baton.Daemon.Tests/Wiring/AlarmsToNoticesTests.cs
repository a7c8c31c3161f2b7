using System.Globalization;
using Baton.Core.Notices;
using Baton.Daemon.State;
using Baton.Daemon.Wiring;
using Baton.Health.Alarms;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Wiring;

public sealed class AlarmsToNoticesTests : IDisposable
{
    private static readonly DateTimeOffset Then = DateTimeOffset.Parse("2026-12-24T22:00:00Z", CultureInfo.InvariantCulture);
    private readonly TemporaryFolder _folder = new();
    private readonly NoticeBoard _notices = new(new ManualTime());
    private readonly AlarmFile _memory;
    private readonly AlarmsToNotices _alarms;

    public AlarmsToNoticesTests()
    {
        _memory = new AlarmFile(_folder.Path, trouble => throw new InvalidOperationException(trouble));
        _alarms = new AlarmsToNotices(_notices, _ => null, _memory);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Silences_of_few_monitors_are_told_of_each_and_that_of_all_of_the_daemon()
    {
        _alarms.Silenced([Of("a"), Of("b")]);
        _alarms.Silenced([Of(null)]);
        _alarms.Unsilenced([Of(null), Of("a")], by: null);
        Assert.Equal(
            [
                "monitor/a silenced until 2026-12-24T22:00:00Z by ada: works", "monitor/b silenced until 2026-12-24T22:00:00Z by ada: works",
                "daemon monitors_silenced until 2026-12-24T22:00:00Z by ada: works", "daemon monitors_unsilenced its time is over", "monitor/a unsilenced its time is over",
            ],
            Told());
    }

    [Fact]
    public void Silences_of_more_than_a_hundred_monitors_are_one_event_with_their_number()
    {
        var most = Enumerable.Range(0, AlarmsToNotices.MostSingly).Select(i => Of($"m{i}")).ToList();
        _alarms.Silenced(most);
        Assert.Equal(AlarmsToNotices.MostSingly, Told().Count);

        _alarms.Silenced([.. most, Of("more")]);
        _alarms.Unsilenced([Of(null), .. most, Of("more")], "bob");
        Assert.Equal(
            ["daemon monitors_silenced 101 monitors (m0, m1, m2, …) until 2026-12-24T22:00:00Z by ada: works", "daemon monitors_unsilenced by bob", "daemon monitors_unsilenced 101 monitors (m0, m1, m2, …) by bob"],
            Told()[AlarmsToNotices.MostSingly..]);
    }

    private static Silence Of(string? monitor) => new(monitor, Then, "works", "ada");

    private List<string> Told() => [.. _notices.After(0, 1000).Select(notice => $"{notice.Subject} {notice.What} {notice.Detail}")];
}
