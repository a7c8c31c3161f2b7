using Baton.Processes.Records;
using Baton.TestKit;

namespace Baton.Processes.Tests.Records;

public sealed class RunTableTests
{
    private const string Boot = "01234567-89ab-cdef-0123-456789abcdef", OtherBoot = "11234567-89ab-cdef-0123-456789abcdef";
    private static readonly StateId State = new(42);

    private readonly List<string> _troubles = [];

    [Fact]
    public void What_was_recorded_is_there_after_a_death_at_any_step()
    {
        using var folder = new TemporaryFolder();
        using (var table = Open(folder))
        {
            table.RecordIntent(table.SlotOf("intent"), 3, DateTimeOffset.UnixEpoch);
            table.RecordIntent(table.SlotOf("spawned"), 4, DateTimeOffset.UnixEpoch);
            table.RecordSpawned(table.SlotOf("spawned"), 123, 456);
            table.RecordIntent(table.SlotOf("gone"), 5, DateTimeOffset.UnixEpoch);
            table.RecordGone(table.SlotOf("gone"), 5);
        }

        using var again = Open(folder);
        Assert.Equal([(3, RecordedPhase.Intent, 0), (4, RecordedPhase.Spawned, 123)], again.Unfinished.Select(r => (r.Id.Run, r.Phase, r.Pid)));
        Assert.Equal(5, again.LastRun("gone"));
        Assert.Equal(0, again.LastRun("unknown"));
        Assert.Empty(_troubles);
    }

    [Theory]
    [InlineData(OtherBoot, 42)]
    [InlineData(Boot, 43)]
    public void After_a_reboot_and_in_a_copy_only_run_numbers_go_on(string boot, ulong state)
    {
        using var folder = new TemporaryFolder();
        using (var table = Open(folder)) table.RecordIntent(table.SlotOf("svc"), 3, DateTimeOffset.UnixEpoch);
        using var again = RunTable.Open(folder["table"], new StateId(state), boot, DateTimeOffset.UnixEpoch, _troubles.Add);
        Assert.Empty(again.Unfinished);
        Assert.Equal(3, again.LastRun("svc"));
    }

    [Fact]
    public void Garbage_is_set_aside_and_told_and_never_a_crash()
    {
        var random = new Random(7);
        for (var length = 0; length < 300_000; length += random.Next(1, 40_000))
        {
            using var folder = new TemporaryFolder();
            var garbage = new byte[length];
            random.NextBytes(garbage);
            File.WriteAllBytes(folder["table"], garbage);
            _troubles.Clear();
            using var table = Open(folder);
            Assert.Equal(0, table.SlotOf("svc"));
            Assert.Equal(length == 0 ? 0 : 1, _troubles.Count);
            if (length > 0) Assert.Single(Directory.GetFiles(folder.Path, "table.bad-*"));
        }
    }

    [Fact]
    public void A_torn_or_damaged_table_is_a_table_or_is_set_aside()
    {
        using var folder = new TemporaryFolder();
        using (var table = Open(folder))
        {
            for (var i = 0; i < 600; i++) table.RecordIntent(table.SlotOf($"s{i}"), i + 1, DateTimeOffset.UnixEpoch);
        }

        var whole = File.ReadAllBytes(folder["table"]);
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var damaged = whole[..(round % 2 == 0 ? whole.Length : random.Next(whole.Length))];
            for (var i = 0; i < 3 && damaged.Length > 0; i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(folder["table"], damaged);
            using var table = Open(folder);
            Assert.All(table.Unfinished, record => Assert.True(Core.Names.IsValid(record.Id.Service)));
            Assert.InRange(table.SlotOf("new"), 0, RunTable.MaxSlots);
        }
    }

    [Fact]
    public void A_table_that_a_full_disk_let_grow_by_a_part_is_read_as_it_was()
    {
        using var folder = new TemporaryFolder();
        using (var table = Open(folder))
        {
            for (var i = 0; i < 512; i++) table.RecordIntent(table.SlotOf($"s{i}"), i + 1, DateTimeOffset.UnixEpoch);
        }

        using (var file = new FileStream(folder["table"], FileMode.Append)) file.Write(new byte[4096]);
        using var again = Open(folder);
        Assert.Equal(512, again.Unfinished.Count);
        Assert.Equal(512, again.SlotOf("new"));
        Assert.Empty(_troubles);
    }

    [Fact]
    public void A_late_word_about_an_earlier_run_or_a_strange_slot_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        using (var table = Open(folder))
        {
            table.RecordIntent(table.SlotOf("svc"), 2, DateTimeOffset.UnixEpoch);
            table.RecordGone(0, 1);
            table.RecordGone(30_000, 1);
        }

        using var again = Open(folder);
        Assert.Single(again.Unfinished);
    }

    private RunTable Open(TemporaryFolder folder) => RunTable.Open(folder["table"], State, Boot, DateTimeOffset.UnixEpoch, _troubles.Add);
}
