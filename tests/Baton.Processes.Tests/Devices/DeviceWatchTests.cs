using Baton.TestKit;

namespace Baton.Processes.Tests.Devices;

/// <summary>What is seen through the kernel's news: in these tests the slow looks never come due.</summary>
public sealed class DeviceWatchTests : IDisposable
{
    private readonly DeviceFixture _devices = new();

    private TemporaryFolder Dev => _devices.Dev;

    public void Dispose() => _devices.Dispose();

    [Fact]
    public async Task The_first_sighting_says_what_is_missing()
    {
        Dev.Write("a", "");
        var sighting = await _devices.See(Dev["a"], Dev["b"], Dev["no/such/folder"]).MissingAsync(Dev["b"], Dev["no/such/folder"]);
        Assert.False(sighting.AreAllPresent);
    }

    [Fact]
    public async Task Nothing_to_watch_is_all_present() => await _devices.See().PresentAsync();

    [Fact]
    public async Task A_file_that_goes_and_comes_back_is_seen()
    {
        var seen = _devices.See(Dev.Write("tty", ""));
        await seen.PresentAsync();
        File.Delete(Dev["tty"]);
        await seen.MissingAsync(Dev["tty"]);
        Dev.Write("tty", "");
        await seen.PresentAsync();
    }

    [Fact]
    public async Task A_fifo_and_a_folder_are_present()
    {
        Directory.CreateDirectory(Dev["folder"]);
        await _devices.See(_devices.Fifo("fifo"), Dev["folder"], "/").PresentAsync();
    }

    [Fact]
    public async Task A_device_node_with_another_number_under_the_same_name_is_another_thing()
    {
        // Making a device node is for root; whoever is not tests the rest of this with FIFOs.
        if (!_devices.TryDevice("node", 3)) return;
        var seen = _devices.See(Dev["node"]);
        var first = await seen.PresentAsync();
        Assert.True(_devices.TryDevice("other", 5));
        File.Move(Dev["other"], Dev["node"], overwrite: true);
        await seen.ReplacedAsync(first);
    }

    [Fact]
    public async Task A_target_that_was_made_anew_under_the_same_name_is_another_thing_though_its_number_may_be_the_same()
    {
        _devices.Fifo("ttyACM0");
        _devices.Link("robot", "ttyACM0");
        var seen = _devices.See(Dev["robot"]);
        for (var i = 0; i < 20; i++)
        {
            var before = await seen.PresentAsync();
            await ClockTickAsync();
            File.Delete(Dev["ttyACM0"]);
            _devices.Fifo("ttyACM0");
            await seen.ReplacedAsync(before);
            await Settled(seen);
        }
    }

    [Fact]
    public async Task A_link_that_leads_elsewhere_is_another_thing_and_was_never_missing()
    {
        _devices.Fifo("ttyACM0");
        _devices.Fifo("ttyACM1");
        _devices.Link("robot", "ttyACM0");
        var seen = _devices.See(Dev["robot"]);
        var first = await seen.PresentAsync();
        _devices.Link("robot", "ttyACM1");
        await seen.ReplacedAsync(first);
        _devices.Link("robot", Dev["ttyACM0"]);
        await seen.LastAsync(sighting => sighting == first, "the first thing again");
        Assert.All(seen.All, sighting => Assert.True(sighting.AreAllPresent));
    }

    [Fact]
    public async Task A_link_that_dangles_is_missing_until_its_target_comes()
    {
        _devices.Link("robot", "later/ttyACM0");
        var seen = _devices.See(Dev["robot"]);
        await seen.MissingAsync(Dev["robot"]);
        Dev.Write("later/ttyACM0", "");
        await seen.PresentAsync();
        Directory.Delete(Dev["later"], recursive: true);
        await seen.MissingAsync(Dev["robot"]);
    }

    [Fact]
    public async Task Every_link_of_a_chain_counts()
    {
        Dev.Write("bus/1/port", "");
        Dev.Write("bus/2/port", "");
        _devices.Link("bus/now", "1");
        _devices.Link("by-id", "bus/./now/../now");
        _devices.Link("robot", Dev["by-id/port"]);
        var seen = _devices.See(Dev["robot"]);
        var first = await seen.PresentAsync();
        _devices.Link("bus/now", "2");
        var second = await seen.ReplacedAsync(first);
        _devices.Link("by-id", "bus/1");
        await seen.LastAsync(sighting => sighting == first, "the first thing again");
        _devices.Link("robot", "bus/2/port");
        await seen.LastAsync(sighting => sighting == second, "the second thing again");
    }

    [Fact]
    public async Task A_loop_of_links_is_missing_until_it_is_broken()
    {
        _devices.Link("a", "b");
        _devices.Link("b", "c");
        _devices.Link("c", "a");
        var seen = _devices.See(Dev["a"]);
        await seen.MissingAsync(Dev["a"]);
        Dev.Write("real", "");
        _devices.Link("c", "real");
        await seen.PresentAsync();
    }

    [Fact]
    public async Task Folders_that_appear_and_vanish_are_followed()
    {
        var path = Dev["serial/by-id/robot"];
        var seen = _devices.See(path);
        await seen.MissingAsync(path);
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            // At a pace that lets one folder come while the one before it is looked at.
            Directory.CreateDirectory(Dev["serial"]);
            Thread.SpinWait(random.Next(20_000));
            Directory.CreateDirectory(Dev["serial/by-id"]);
            Thread.SpinWait(random.Next(20_000));
            Dev.Write("serial/by-id/robot", "");
            await seen.PresentAsync();
            Directory.Delete(Dev["serial"], recursive: true);
            await seen.MissingAsync(path);
        }
    }

    [Fact]
    public async Task A_folder_far_above_that_is_moved_away_takes_the_device_with_it()
    {
        Dev.Write("x/y/z/robot", "");
        var seen = _devices.See(Dev["x/y/z/robot"]);
        var first = await seen.PresentAsync();
        Directory.Move(Dev["x"], Dev["w"]);
        await seen.MissingAsync(Dev["x/y/z/robot"]);
        Dev.Write("x/y/z/robot", "");
        await seen.ReplacedAsync(first);
        File.Delete(Dev["x/y/z/robot"]);
        await seen.MissingAsync(Dev["x/y/z/robot"]);
        Dev.Write("x/y/z/robot", "");
        await seen.PresentAsync();
    }

    [Fact]
    public async Task A_folder_far_above_that_is_replaced_between_two_looks_is_watched_in_its_new_place()
    {
        Dev.Write("x/y/robot", "");
        var seen = _devices.See(Dev["x/y/robot"]);
        var first = await seen.PresentAsync();
        using var mayGo = new SemaphoreSlim(0);
        await _devices.HoldAsync(mayGo);
        Directory.Move(Dev["x"], Dev["w"]);
        Dev.Write("x/y/robot", "");
        mayGo.Release();
        await seen.ReplacedAsync(first);
        File.Delete(Dev["x/y/robot"]);
        await seen.MissingAsync(Dev["x/y/robot"]);
    }

    [Fact]
    public async Task A_file_where_a_folder_should_be_is_missing_until_the_folder_comes()
    {
        Dev.Write("serial", "");
        var seen = _devices.See(Dev["serial/robot"]);
        await seen.MissingAsync(Dev["serial/robot"]);
        File.Delete(Dev["serial"]);
        Dev.Write("serial/robot", "");
        await seen.PresentAsync();
    }

    [Fact]
    public async Task Two_hundred_paths_in_one_folder_are_told_apart()
    {
        var paths = Enumerable.Range(0, 200).Select(i => Dev[$"tty{i}"]).ToArray();
        foreach (var path in paths) await File.WriteAllTextAsync(path, "");
        var all = _devices.See(paths);
        var each = paths.Select(path => _devices.See(path)).ToArray();
        await all.PresentAsync();
        foreach (var seen in each) await seen.PresentAsync();
        foreach (var i in new[] { 7, 100, 199 }) File.Delete(paths[i]);
        await all.MissingAsync(paths[7], paths[100], paths[199]);
        foreach (var i in new[] { 7, 100, 199 }) await each[i].MissingAsync(paths[i]);
        Assert.Equal(197, each.Count(seen => seen.All.Count == 1));
    }

    [Fact]
    public async Task Changes_beside_the_device_are_not_told()
    {
        var seen = _devices.See(Dev.Write("tty", ""));
        await seen.PresentAsync();
        for (var i = 0; i < 100; i++)
        {
            Dev.Write("other", "");
            File.Delete(Dev["other"]);
        }

        await File.WriteAllTextAsync(Dev["tty"], "written to");
        await Settled(seen);
        Assert.Single(seen.All);
    }

    [Fact]
    public async Task A_flap_is_told_as_it_is_seen_and_ends_with_what_is()
    {
        var seen = _devices.See(Dev.Write("tty", ""));
        var first = await seen.PresentAsync();
        for (var i = 0; i < 500; i++)
        {
            File.Delete(Dev["tty"]);
            Dev.Write("tty", "");
        }

        await seen.ReplacedAsync(first);
        await Settled(seen);
        Assert.True(seen.All[^1].AreAllPresent);
        Assert.DoesNotContain(seen.All.Zip(seen.All.Skip(1)), pair => pair.First == pair.Second);
    }

    /// <summary>Waits until what is made now is younger than all there is: file systems reckon in the kernel's ticks of some milliseconds.</summary>
    private async Task ClockTickAsync()
    {
        var before = File.GetLastWriteTimeUtc(Dev.Write("clock", ""));
        await Eventually.HoldsAsync(() => File.GetLastWriteTimeUtc(Dev.Write("clock", "tick")) > before, "a tick of the clock");
    }

    /// <summary>
    /// Waits until everything that happened so far was looked at: a watch that begins now is answered after it. One more turn, since a
    /// look may lead to another.
    /// </summary>
    private async Task Settled(Sightings seen)
    {
        for (var i = 0; i < 3; i++) await _devices.See(Dev[$"settled{i}"]).MissingAsync(Dev[$"settled{i}"]);
        Assert.NotEmpty(seen.All);
    }
}
