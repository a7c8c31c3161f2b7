using System.Globalization;
using Baton.Core.Notices;
using Baton.Daemon.Status;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Status;

/// <summary>The real file, written by the real actor, in virtual time.</summary>
public sealed class StatusFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly NoticeBoard _notices;
    private readonly StatusFile _status;
    private volatile IReadOnlyList<ServiceView> _services = [];
    private volatile bool _isOurs = true;
    private volatile bool _isStopping;
    private int _looks;

    public StatusFileTests()
    {
        _notices = new NoticeBoard(_time);
        _services = [Service("wall", Phase.WaitingDevices) with { DisplayName = "The wall", Reason = "waiting for /dev/ttyUSB0" }];
        _status = new StatusFile(new StatusSources(_folder.Path, () => _isOurs, Look, () => _isStopping), _notices, _time, e => throw new InvalidOperationException("a bug", e));
    }

    private string File => _folder["status.json"];

    public void Dispose()
    {
        _status.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_written_at_once_with_everything_that_is_promised()
    {
        await UntilAsync("wall");
        Assert.Equal(
            $$"""{"version":1,"written_at":"2026-01-01T00:00:00.000Z","state":"running","pid":{{Environment.ProcessId}},"services":[{"name":"wall","display_name":"The wall","state":"waiting_devices","ready":false,"run":1,"restarts":0,"since":"2026-01-01T00:00:00.000Z","reason":"waiting for /dev/ttyUSB0"}]}""" + "\n",
            Text());
        Assert.Equal(["status.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Changes_of_a_quarter_of_a_second_are_written_together()
    {
        await UntilAsync("wall");
        var before = Volatile.Read(ref _looks);
        for (var i = 0; i < 1000; i++)
        {
            _services = [Service("wall", Phase.Running) with { Run = i + 1 }];
            _status.Changed();
        }

        Assert.Equal([StatusFile.Pause], _time.Armed);
        _time.Advance(StatusFile.Pause);
        await UntilAsync("\"run\":1000,");
        Assert.Equal(before + 1, Volatile.Read(ref _looks));
        Assert.Contains("\"written_at\":\"2026-01-01T00:00:00.250Z\"", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_nothing_happens_no_timer_is_armed_and_a_change_that_does_not_show_writes_nothing()
    {
        await UntilAsync("wall");
        Assert.Empty(_time.Armed);
        System.IO.File.Delete(File);
        // Twice: when the second look has begun, what followed from the first is over.
        for (var i = 0; i < 2; i++)
        {
            var before = Volatile.Read(ref _looks);
            _status.Changed();
            _time.Advance(StatusFile.Pause);
            await Eventually.HoldsAsync(() => Volatile.Read(ref _looks) > before, "it to be looked at");
        }

        Assert.False(System.IO.File.Exists(File));
        await _status.CloseAsync();
        Assert.Contains("\"state\":\"ended\"", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_does_not_take_it_is_told_once_and_tried_again_with_the_next_change()
    {
        await UntilAsync("wall");
        Directory.CreateDirectory(_folder["status.json.new"]);
        await ChangeAsync("one");
        await ChangeAsync("two");
        Assert.Single(_notices.After(0, 100), n => n.What == "status_not_written");
        Assert.Contains("wall", Text(), StringComparison.Ordinal);
        Directory.Delete(_folder["status.json.new"]);
        await ChangeAsync("three");
        await UntilAsync("three");
    }

    [Fact]
    public async Task At_the_end_it_says_that_the_daemon_has_ended_and_nothing_is_written_after_that()
    {
        await UntilAsync("wall");
        _isStopping = true;
        _status.Changed();
        _time.Advance(StatusFile.Pause);
        await UntilAsync("\"state\":\"stopping\"");
        await _status.CloseAsync();
        Assert.Contains("\"state\":\"ended\",\"services\":", Text(), StringComparison.Ordinal);
        _services = [Service("late", Phase.Running)];
        _status.Changed();
        _time.Advance(StatusFile.Pause);
        Assert.DoesNotContain("late", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_folder_that_may_be_another_daemons_nothing_is_written()
    {
        await UntilAsync("wall");
        _isOurs = false;
        _services = [Service("late", Phase.Running)];
        await _status.CloseAsync();
        Assert.DoesNotContain("late", Text(), StringComparison.Ordinal);
    }

    private static ServiceView Service(string name, Phase state) => new()
    {
        Name = name,
        State = state,
        IsReady = state == Phase.Running,
        IsDesired = true,
        Run = 1,
        Restarts = 0,
        Failures = 0,
        Since = new ManualTime().Origin,
        DependsOn = [],
    };

    private IReadOnlyList<ServiceView> Look()
    {
        Interlocked.Increment(ref _looks);
        return _services;
    }

    private async Task ChangeAsync(string name)
    {
        var before = Volatile.Read(ref _looks);
        _services = [Service(name, Phase.Running)];
        _status.Changed();
        _time.Advance(StatusFile.Pause);
        await Eventually.HoldsAsync(() => Volatile.Read(ref _looks) > before, string.Create(CultureInfo.InvariantCulture, $"the writer to look at {name}"));
    }

    private Task UntilAsync(string text) => Eventually.HoldsAsync(() => System.IO.File.Exists(File) && Text().Contains(text, StringComparison.Ordinal), $"the file to hold {text}");

    private string Text() => System.IO.File.ReadAllText(File);
}
