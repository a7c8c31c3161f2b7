using Baton.TestKit;

namespace Baton.Processes.Tests.Devices;

/// <summary>What happens where the kernel's news are missing, are too many, or nobody wants them any more.</summary>
public sealed class DeviceWatchLimitsTests
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Beyond_the_limit_of_watched_folders_paths_are_looked_at_every_two_seconds_and_that_is_said_once()
    {
        using var devices = new DeviceFixture(folderLimit: 1);
        string[] paths = [devices.Dev.Write("a/tty", ""), devices.Dev.Write("b/tty", ""), devices.Dev.Write("c/tty", "")];
        var seen = devices.See(paths);
        await seen.PresentAsync();
        foreach (var path in paths[1..]) File.Delete(path);
        await DueIn(devices, Often);
        devices.Time.Advance(Often);
        await seen.MissingAsync(paths[1..]);
        foreach (var path in paths[1..]) await File.WriteAllTextAsync(path, "");
        await DueIn(devices, Often);
        devices.Time.Advance(Often);
        await seen.PresentAsync();
        Assert.Contains("fs.inotify.max_user_watches", Assert.Single(devices.Late), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_for_which_there_was_no_watch_gets_one_when_another_is_given_back()
    {
        using var devices = new DeviceFixture(folderLimit: 20);
        devices.Dev.Write("a/tty", "");
        devices.Dev.Write("b/tty", "");
        var many = devices.Watch.Watch([.. Enumerable.Range(0, 20).Select(i => Path.GetDirectoryName(devices.Dev.Write($"m{i}/tty", "")) + "/tty")], _ => { });
        var seen = devices.See(devices.Dev["b/tty"]);
        await seen.PresentAsync();
        Assert.Single(devices.Late);
        many.Dispose();
        await DueIn(devices, Often);
        devices.Time.Advance(Often);
        await DueIn(devices, Slow - Often);
        File.Delete(devices.Dev["b/tty"]);
        await seen.MissingAsync(devices.Dev["b/tty"]);
    }

    [Fact]
    public async Task What_the_kernel_never_tells_is_seen_by_the_slow_look()
    {
        using var devices = new DeviceFixture();
        var seen = devices.See(devices.Dev.Write("tty", ""));
        await seen.PresentAsync();
        await DueIn(devices, Slow);
        devices.Time.Advance(Slow);
        await DueIn(devices, Slow);
        Assert.Single(seen.All);
        Assert.Empty(devices.Late);
    }

    [Fact]
    public async Task A_folder_that_was_replaced_without_news_is_watched_again_after_the_slow_look()
    {
        // One watch is enough for the folder of the device, and leaves none for those above it.
        using var devices = new DeviceFixture(folderLimit: 1);
        var path = devices.Dev.Write("bus/1/tty", "");
        var seen = devices.See(path);
        var first = await seen.PresentAsync();
        Directory.Move(devices.Dev["bus"], devices.Dev["old"]);
        devices.Dev.Write("bus/1/tty", "");
        await DueIn(devices, Slow);
        devices.Time.Advance(Slow);
        await seen.ReplacedAsync(first);
        File.Delete(path);
        await seen.MissingAsync(path);
    }

    [Fact]
    public async Task A_path_of_the_kernels_own_file_systems_is_looked_at_every_two_seconds()
    {
        using var devices = new DeviceFixture();
        using var child = StartedProgram.Start(TestPrograms.TestProcess, "sleep", devices.Dev["pid"]);
        await devices.Dev.NumberInAsync("pid");
        var path = $"/proc/{child.Pid}/comm";
        var seen = devices.See(path);
        await seen.PresentAsync();
        child.Kill();
        await DueIn(devices, Often);
        devices.Time.Advance(Often);
        await seen.MissingAsync(path);
    }

    [Fact]
    public async Task News_that_were_lost_in_a_flood_are_made_up_for()
    {
        using var devices = new DeviceFixture();
        var path = devices.Dev.Write("bus/tty", "");
        var seen = devices.See(path);
        var first = await seen.PresentAsync();
        using var mayGo = new SemaphoreSlim(0);
        await devices.HoldAsync(mayGo);
        var room = int.Parse(await File.ReadAllTextAsync("/proc/sys/fs/inotify/max_queued_events"), System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i <= room / 2; i++)
        {
            devices.Dev.Write("bus/other", "");
            File.Delete(devices.Dev["bus/other"]);
        }

        // Lost as well: the folder is another one now.
        Directory.Move(devices.Dev["bus"], devices.Dev["old"]);
        devices.Dev.Write("bus/tty", "");
        mayGo.Release();
        await seen.ReplacedAsync(first);
        File.Delete(path);
        await seen.MissingAsync(path);
    }

    [Fact]
    public async Task A_watch_that_was_disposed_tells_nothing_and_leaves_the_others_alone()
    {
        using var devices = new DeviceFixture();
        var path = devices.Dev.Write("tty", "");
        var ended = new Sightings();
        var watch = devices.Watch.Watch([path], ended.Add);
        var seen = devices.See(path);
        await seen.PresentAsync();
        await ended.PresentAsync();
        watch.Dispose();
        watch.Dispose();
        File.Delete(path);
        await seen.MissingAsync(path);
        Assert.Single(ended.All);
    }

    [Fact]
    public async Task Watches_come_and_go_while_devices_do()
    {
        using var devices = new DeviceFixture();
        using var isOver = new CancellationTokenSource();
        var flapping = Task.Run(() =>
        {
            while (!isOver.IsCancellationRequested)
            {
                devices.Dev.Write("x/tty", "");
                devices.Link("robot", "x/tty");
                Directory.Delete(devices.Dev["x"], recursive: true);
            }
        });
        for (var i = 0; i < 300; i++)
        {
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var watch = devices.Watch.Watch([devices.Dev["robot"], devices.Dev["x/tty"]], _ => told.TrySetResult());
            if (i % 3 != 0) await told.Task.WaitAsync(Eventually.Limit);
            watch.Dispose();
        }

        await isOver.CancelAsync();
        await flapping;
        var seen = devices.See(devices.Dev["robot"]);
        await seen.MissingAsync(devices.Dev["robot"]);
        devices.Dev.Write("x/tty", "");
        await seen.PresentAsync();
    }

    [Fact]
    public async Task The_whole_watch_can_be_disposed_while_events_come_and_from_within_a_call()
    {
        using var devices = new DeviceFixture();
        var path = devices.Dev["tty"];
        var isDisposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var isOver = new CancellationTokenSource();
        devices.Watch.Watch([path], sighting =>
        {
            if (!sighting.AreAllPresent) return;
            devices.Watch.Dispose();
            isDisposed.TrySetResult();
        });
        var flapping = Task.Run(() =>
        {
            while (!isOver.IsCancellationRequested)
            {
                devices.Dev.Write("tty", "");
                File.Delete(path);
            }
        });
        await isDisposed.Task.WaitAsync(Eventually.Limit);
        devices.Watch.Dispose();
        await isOver.CancelAsync();
        await flapping;
        Assert.Throws<ObjectDisposedException>(() => devices.Watch.Watch([path], _ => { }));
    }

    [Fact]
    public void A_path_that_is_not_absolute_is_refused()
    {
        using var devices = new DeviceFixture();
        Assert.Throws<ArgumentException>(() => devices.Watch.Watch(["dev/tty"], _ => { }));
        Assert.Throws<ArgumentException>(() => devices.Watch.Watch(["/dev/tty\0"], _ => { }));
    }

    private static Task DueIn(DeviceFixture devices, TimeSpan wanted) => Eventually.HoldsAsync(
        () => devices.Time.Armed.SequenceEqual([wanted]),
        () => $"a look in {wanted}; armed: {string.Join(' ', devices.Time.Armed)}");
}
