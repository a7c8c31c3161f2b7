using System.Globalization;
using Baton.Daemon.State;
using Baton.Health.Alarms;
using Baton.Health.Manifests;
using Baton.TestKit;

namespace Baton.Daemon.Tests.State;

public sealed class AlarmFileTests : IDisposable
{
    private static readonly DateTimeOffset Then = DateTimeOffset.Parse("2026-12-24T22:00:00.1234567+00:00", CultureInfo.InvariantCulture);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _troubles = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\u0001")]
    [InlineData("\ud83d\udd15")]
    [InlineData("新")]
    [InlineData("\"")]
    public void As_many_silences_as_there_may_be_with_the_longest_reasons_are_read_again_with_all_that_was_told(string character)
    {
        var reason = string.Concat(Enumerable.Repeat(character, Silence.MaxReason / character.Length));
        var all = new AlarmMemory(
            [new Silence(null, Then, reason, Who(character)), .. Names(HealthSection.Most).Select(name => new Silence(name, Then, reason, Who(character)))],
            Names(HealthSection.Most).ToDictionary(name => name, _ => Then),
            [.. Names(HealthSection.Most)])
        { OpenWindows = [.. Names(256)] };
        Assert.Equal(Silence.Most, all.Silences.Count);

        Write(all);

        Assert.InRange(new FileInfo(_folder["alarms"]).Length, 1, AlarmMemory.MaxBytes);
        using var later = Open();
        Assert.Equal(all.Silences, later.Known.Silences);
        Assert.Equal(all.Down, later.Known.Down);
        Assert.Equal(all.Flapping, later.Known.Flapping);
        Assert.Equal(all.OpenWindows, later.Known.OpenWindows);
        Assert.Empty(_troubles);
    }

    [Fact]
    public void Reasons_in_other_scripts_are_written_as_they_are()
    {
        Write(AlarmMemory.None with { Silences = [new Silence("shop", Then, "новый диск <&'>", "ada")] });
        Assert.Contains("новый диск <&'>", File.ReadAllText(_folder["alarms"]), StringComparison.Ordinal);
    }

    [Fact]
    public void More_silences_than_there_may_be_cost_those_that_end_first_and_nothing_else_and_that_is_told()
    {
        var before = AlarmMemory.None with
        {
            Silences = [.. Names(Silence.Most + 3).Select((name, i) => new Silence(name, Then.AddSeconds(i), "", "ada"))],
            Down = new Dictionary<string, DateTimeOffset> { ["shop"] = Then },
        };
        File.WriteAllBytes(_folder["alarms"], before.ToJson());

        using var file = Open();

        Assert.Equal(Silence.Most, file.Known.Silences.Count);
        Assert.Equal(Then.AddSeconds(3), file.Known.Silences.Min(silence => silence.Until));
        Assert.Equal(before.Down, file.Known.Down);
        Assert.Contains("the 3 that would have ended first are forgotten", Assert.Single(_troubles), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_too_large_is_set_aside_whole_and_that_is_told()
    {
        using (var large = File.Create(_folder["alarms"])) large.SetLength(AlarmMemory.MaxBytes + 1);

        using (var file = Open())
        {
            Assert.Same(AlarmMemory.None, file.Known);
            file.Store(AlarmMemory.None with { Flapping = ["shop"] });
        }

        var trouble = Assert.Single(_troubles);
        Assert.Contains("larger than", trouble, StringComparison.Ordinal);
        Assert.Contains("alarms.broken\" now; silences are forgotten, and of a monitor that is down people are told again", trouble, StringComparison.Ordinal);
        Assert.Equal(AlarmMemory.MaxBytes + 1, new FileInfo(_folder["alarms.broken"]).Length);
        using var later = Open();
        Assert.Equal(["shop"], later.Known.Flapping);
        Assert.Single(_troubles);
    }

    [Fact]
    public void One_that_is_damaged_is_set_aside_and_that_is_told()
    {
        _folder.Write("alarms", "{\"silences\":");
        using var file = Open();
        Assert.Same(AlarmMemory.None, file.Known);
        Assert.Contains("it is damaged", Assert.Single(_troubles), StringComparison.Ordinal);
        Assert.Equal("{\"silences\":", File.ReadAllText(_folder["alarms.broken"]));
    }

    [Fact]
    public void What_could_not_be_read_again_does_not_take_the_place_of_what_can()
    {
        Write(AlarmMemory.None with { Flapping = ["shop"] });
        Write(AlarmMemory.None with { Silences = [new Silence(null, Then, new string('x', AlarmMemory.MaxBytes), "ada")] });
        Assert.Contains("can be read again", Assert.Single(_troubles), StringComparison.Ordinal);
        using var later = Open();
        Assert.Equal(["shop"], later.Known.Flapping);
    }

    private AlarmFile Open() => new(_folder.Path, _troubles.Add);

    private void Write(AlarmMemory memory)
    {
        using var file = Open();
        file.Store(memory);
    }

    private static string Who(string character) => string.Concat(Enumerable.Repeat(character, Silence.MaxBy / character.Length));

    // As long as names may be.
    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture).PadLeft(Core.Names.MaxLength, 'n'));
}
