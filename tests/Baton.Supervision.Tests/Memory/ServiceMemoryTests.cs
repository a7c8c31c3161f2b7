using Baton.Processes;
using Baton.Processes.Records;
using Baton.Supervision.Hooks;
using Baton.Supervision.Memory;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Memory;

public sealed class ServiceMemoryTests : IDisposable
{
    private const string Boot = "01234567-89ab-cdef-0123-456789abcdef", OtherBoot = "11234567-89ab-cdef-0123-456789abcdef";
    private static readonly StateId State = new(42);

    private static readonly Service Whole = new(Phase.Stopping, Run: 7, Epoch: 21)
    {
        IsDesired = true,
        IsStable = true,
        IsProbedReady = true,
        IsDeviceAway = true,
        IsTreeGone = true,
        Failures = 3,
        Restarts = 5,
        LaunchedAt = TimeSpan.FromSeconds(12.5),
        RecentRestarts = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)],
        Pid = 4711,
        LastExit = new ExitStatus(null, 9),
        Complaint = "liveness failed 3 times: größer",
        SpawnError = "no such program",
        Next = AfterStop.AsFailed,
        Hook = HookKind.PostStop,
    };

    private static readonly SlotFacts Facts = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), 77, TimeSpan.FromMinutes(3), 99, "uid 1000", HasLeaveToTell: true) { IsStartWaiting = true };

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _troubles = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_of_a_service_is_there_again()
    {
        using (var memory = Open()) memory.Store(memory.PlaceOf("svc"), Whole, Facts);
        using var again = Open();
        var service = Assert.Single(again.Services);
        Assert.Equal(Whole.RecentRestarts, service.State.RecentRestarts);
        Assert.Equal(Whole, service.State with { RecentRestarts = Whole.RecentRestarts });
        Assert.Equal(("svc", Facts), (service.Name, service.Facts));
        Assert.Empty(_troubles);
    }

    [Fact]
    public void What_is_absent_is_absent_again_and_an_unknown_exit_is_none_that_was_not_had()
    {
        var (bare, facts) = (new Service(Phase.Stopped), default(SlotFacts));
        using (var memory = Open())
        {
            memory.Store(memory.PlaceOf("bare"), bare, facts);
            memory.Store(memory.PlaceOf("unknown"), bare with { LastExit = ExitStatus.Unknown }, facts);
            memory.PlaceOf("never-stored");
        }

        using var again = Open();
        Assert.Empty(_troubles);
        Assert.Equal(["bare", "unknown"], again.Services.Select(s => s.Name));
        Assert.Equal(bare, again.Services[0].State with { RecentRestarts = bare.RecentRestarts });
        Assert.Equal(facts, again.Services[0].Facts);
        Assert.Equal(ExitStatus.Unknown, again.Services[1].State.LastExit);
    }

    [Fact]
    public void A_death_in_the_middle_of_a_store_leaves_what_was_stored_before()
    {
        using (var memory = Open())
        {
            memory.Store(memory.PlaceOf("svc"), Whole, Facts);
            memory.Store(memory.PlaceOf("svc"), Whole with { Run = 8 }, Facts);
        }

        // The record that is not valid may hold anything: a store was in the middle of it.
        using (var file = File.OpenWrite(_folder["services"]))
        {
            file.Position = 4096 + 128;
            file.Write(Enumerable.Repeat((byte)0xEE, 1024).ToArray());
        }

        using var again = Open();
        Assert.Equal(8, Assert.Single(again.Services).State.Run);
    }

    [Fact]
    public void As_many_restarts_are_kept_as_can_be_asked_for()
    {
        var most = Enumerable.Range(0, ServicePolicy.MostRestarts).Select(i => TimeSpan.FromSeconds(i)).ToList();
        using (var memory = Open()) memory.Store(memory.PlaceOf("svc"), Whole with { RecentRestarts = most }, Facts);
        using var again = Open();
        Assert.Equal(most, again.Services.Single().State.RecentRestarts);
    }

    [Fact]
    public void The_places_of_services_that_have_gone_are_given_to_others_and_the_file_does_not_grow()
    {
        using (var memory = Open())
        {
            memory.Store(memory.PlaceOf("stays"), Whole, Facts);
            for (var i = 0; i < 5_000; i++)
            {
                memory.Store(memory.PlaceOf($"s{i}"), Whole, Facts);
                memory.Forget($"s{i}");
            }

            memory.Store(memory.PlaceOf("last"), Whole with { Run = 9 }, Facts);
            memory.Forget("never there");
        }

        Assert.True(new FileInfo(_folder["services"]).Length < 2_000_000);
        using var again = Open();
        Assert.Equal([("stays", 7), ("last", 9)], again.Services.Select(s => (s.Name, s.State.Run)));
        Assert.Empty(_troubles);
    }

    [Fact]
    public void A_place_whose_daemon_died_before_it_knew_anything_of_the_service_is_vacant_whatever_bytes_of_names_are_in_it()
    {
        using (var memory = Open())
        {
            memory.PlaceOf("a.1");
            memory.Store(memory.PlaceOf("two"), Whole, Facts);
        }

        // The daemon after that takes the place for "ab.x", and dies before its length is written: with that of the name before it is none.
        using (Open()) Assert.Equal(255, File.ReadAllBytes(_folder["services"])[4096]);
        using (var file = File.OpenWrite(_folder["services"]))
        {
            file.Position = 4096;
            file.Write("\u0003ab.x"u8);
        }

        using var again = Open();
        Assert.Equal(["two"], again.Services.Select(s => s.Name));
        Assert.Equal(0, again.PlaceOf("ab.x"));
        Assert.Empty(_troubles);
    }

    [Fact]
    public void What_lies_behind_a_vacant_place_is_there_again_and_a_death_before_that_is_taken_leaves_it_vacant()
    {
        using (var memory = Open())
        {
            foreach (var name in (string[])["one", "two", "three"]) memory.Store(memory.PlaceOf(name), Whole, Facts);
            memory.Forget("two");
        }

        // A daemon died while it wrote the name of the next into the place.
        using (var file = File.OpenWrite(_folder["services"]))
        {
            file.Position = 4096 + 2176 + 1;
            file.Write("\0\u0001fo"u8);
        }

        using (var again = Open())
        {
            Assert.Equal(["one", "three"], again.Services.Select(s => s.Name));
            Assert.Equal(1, again.PlaceOf("four"));
            again.Store(1, Whole with { Run = 4 }, Facts);
        }

        using var later = Open();
        Assert.Equal([("one", 7), ("four", 4), ("three", 7)], later.Services.Select(s => (s.Name, s.State.Run)));
        Assert.Empty(_troubles);
    }

    [Fact]
    public void A_place_that_nothing_was_ever_stored_in_is_given_to_others_by_the_next_daemon()
    {
        for (var i = 0; i < 1_000; i++)
        {
            using var memory = Open();
            Assert.Equal(0, memory.PlaceOf($"s{i}"));
        }

        Assert.Empty(_troubles);
    }

    [Theory]
    [InlineData(4096 + 100)]
    [InlineData(4096 + (512 * 2176) + 8192)]
    public void A_file_that_a_full_disk_has_let_grow_by_a_part_only_is_read_as_it_is(int length)
    {
        var isEmpty = length < 10_000;
        using (var memory = Open())
        {
            if (!isEmpty) memory.Store(memory.PlaceOf("svc"), Whole, Facts);
        }

        using (var file = File.OpenWrite(_folder["services"])) file.SetLength(length);
        using (var again = Open())
        {
            Assert.Equal(isEmpty ? [] : ["svc"], again.Services.Select(s => s.Name));
            for (var i = 0; i < 600; i++) again.Store(again.PlaceOf($"s{i}"), Whole, Facts);
        }

        using var later = Open();
        Assert.Equal(isEmpty ? 600 : 601, later.Services.Count);
        Assert.Empty(_troubles);
    }

    [Fact]
    public void Single_fields_are_stored_by_themselves()
    {
        using (var memory = Open())
        {
            var place = memory.PlaceOf("svc");
            memory.Store(place, Whole, Facts);
            memory.StoreCause(place, 100);
            memory.StoreLeaveTold(place);
        }

        using var again = Open();
        Assert.Equal(Facts with { Cause = 100, HasLeaveToTell = false }, Assert.Single(again.Services).Facts);
    }

    [Fact]
    public void Texts_are_cut_between_characters_and_of_restarts_the_newest_are_kept()
    {
        var many = Enumerable.Range(0, 100).Select(i => TimeSpan.FromSeconds(i)).ToList();
        using (var memory = Open())
        {
            memory.Store(memory.PlaceOf("svc"), Whole with { Complaint = new string('ä', 200), SpawnError = string.Concat(Enumerable.Repeat("x🙂", 100)), RecentRestarts = many }, Facts);
        }

        using var again = Open();
        var state = again.Services.Single().State;
        Assert.Equal(new string('ä', 72), state.Complaint);
        Assert.Equal(string.Concat(Enumerable.Repeat("x🙂", 38)) + "x", state.SpawnError);
        Assert.Equal(many.TakeLast(64), state.RecentRestarts);
    }

    [Fact]
    public void What_concerns_everything_is_there_again_until_a_new_up()
    {
        var project = new ProjectMemory(IsBegun: true, "exit_when: job has ended", IsKill: true, TimeSpan.FromSeconds(80), new ProjectEnd("job", 143, "job has failed"));
        using (var memory = Open())
        {
            memory.StoreProject(ProjectMemory.None);
            memory.StoreProject(project);
            memory.Store(memory.PlaceOf("svc"), Whole, Facts);
        }

        using (var again = Open())
        {
            Assert.Equal(project, again.Project);
            again.BeginUp();
        }

        using var later = Open();
        Assert.Equal(ProjectMemory.None, later.Project);
        Assert.Single(later.Services);
    }

    [Fact]
    public void A_memory_that_was_begun_anew_remembers_nothing_and_takes_services_again()
    {
        using (var memory = Open())
        {
            for (var i = 0; i < 700; i++) memory.Store(memory.PlaceOf($"s{i}"), Whole, Facts);
            memory.BeginAnew();
            Assert.Empty(memory.Services);
            memory.Store(memory.PlaceOf("new"), Whole, Facts);
        }

        using var again = Open();
        Assert.Equal(["new"], again.Services.Select(s => s.Name));
        Assert.Empty(_troubles);
    }

    [Theory]
    [InlineData(OtherBoot, 42)]
    [InlineData(Boot, 43)]
    public void After_a_reboot_and_in_a_copy_nothing_is_remembered(string boot, ulong state)
    {
        using (var memory = Open()) memory.Store(memory.PlaceOf("svc"), Whole, Facts);
        using (var other = ServiceMemory.Open(_folder["services"], new StateId(state), boot, DateTimeOffset.UnixEpoch, _troubles.Add)) Assert.Empty(other.Services);
        Assert.Empty(_troubles);
    }

    [Fact]
    public void Garbage_and_damage_are_set_aside_and_told_or_make_sense()
    {
        using (var memory = Open())
        {
            for (var i = 0; i < 5; i++) memory.Store(memory.PlaceOf($"s{i}"), Whole, Facts);
        }

        var whole = File.ReadAllBytes(_folder["services"]);
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var damaged = whole[..(round % 3 == 0 ? random.Next(whole.Length) : whole.Length)];
            var end = Math.Min(damaged.Length, round % 2 == 0 ? 4096 + 7500 : 200);
            for (var i = 0; i < 20 && end > 0; i++) damaged[random.Next(end)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["services"], damaged);
            using var memory = Open();
            Assert.All(memory.Services, s => Assert.True(Core.Names.IsValid(s.Name)));
            memory.Store(memory.PlaceOf("new"), Whole, Facts);
        }

        Assert.NotEmpty(_troubles);
        Assert.All(_troubles, t => Assert.Contains("was set aside", t, StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_after_the_end_is_nothing()
    {
        var memory = Open();
        var place = memory.PlaceOf("svc");
        memory.Dispose();
        memory.Store(place, Whole, Facts);
        memory.StoreCause(place, 1);
        memory.StoreProject(ProjectMemory.None);
        Assert.Equal(-1, memory.PlaceOf("other"));
    }

    private ServiceMemory Open() => ServiceMemory.Open(_folder["services"], State, Boot, DateTimeOffset.UnixEpoch, _troubles.Add);
}
