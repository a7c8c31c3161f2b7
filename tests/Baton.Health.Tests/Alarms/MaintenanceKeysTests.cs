using System.Text;
using Baton.Health.Manifests;
using Baton.Manifest.Binding;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;

namespace Baton.Health.Tests.Alarms;

public class MaintenanceKeysTests
{
    private const string Monitors = """
        [monitors.web]
        tcp = "127.0.0.1:1"
        tags = ["night"]
        group = "shop"

        """;

    [Fact]
    public void A_window_that_comes_once_is_between_two_instants_with_their_offsets()
    {
        var window = Assert.Single(Read("[maintenance.move]\nmonitors = [\"web\"]\nstart = 2026-12-24T22:00:00+01:00\nend = \"2026-12-24T23:30:00Z\"").Maintenance.All);
        Assert.Equal(("move", new DateTimeOffset(2026, 12, 24, 21, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 24, 23, 30, 0, TimeSpan.Zero)), (window.Name, window.Start, window.End));
        Assert.Equal(["web"], window.Monitors);
    }

    [Fact]
    public void A_window_that_comes_again_has_a_cron_line_a_duration_and_a_zone()
    {
        var window = Assert.Single(Read("[maintenance.nights]\ntags = [\"night\"]\ngroups = [\"shop\"]\nschedule = \"30 2 * * SUN\"\nduration_minutes = 90\ntime_zone = \"Europe/Berlin\"").Maintenance.All);
        Assert.Equal((TimeSpan.FromMinutes(90), "Europe/Berlin"), (window.Duration, window.Zone.Id));
        Assert.True(window.IsOpenAt(new DateTimeOffset(2026, 11, 22, 1, 30, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("start = 2026-12-24T22:00:00Z", "maintenance.x does not say when")]
    [InlineData("start = 2026-12-24T22:00:00\nend = 2026-12-24T23:00:00Z", "is no instant: write date, time and offset")]
    [InlineData("start = \"tomorrow\"\nend = 2026-12-24T23:00:00Z", "is no instant")]
    [InlineData("start = 5\nend = 2026-12-24T23:00:00Z", "expected a date and time")]
    [InlineData("start = 2026-12-24T22:00:00Z\nend = 2026-12-24T22:00:00Z", "\"end\" must be after \"start\"")]
    [InlineData("start = 2026-12-24T22:00:00Z\nend = 2026-12-25T22:00:00Z\nduration_minutes = 5", "\"duration_minutes\" goes with \"schedule\" only")]
    [InlineData("schedule = \"30 2 * * SUN\"", "say how long it lasts")]
    [InlineData("schedule = \"30 2 * *\"\nduration_minutes = 5", "a cron line has five fields")]
    [InlineData("schedule = \"30 2 * * *\"\nduration_minutes = 0", "duration_minutes")]
    [InlineData("schedule = \"30 2 * * *\"\nduration_minutes = 5\nend = 2026-12-24T23:00:00Z", "say \"schedule\" or \"end\", not both")]
    [InlineData("schedule = \"30 2 * * *\"\nduration_minutes = 5\ntime_zone = \"Mars/Base\"", "the time zone \"Mars/Base\" is not known here")]
    [InlineData("schedule = \"@daily\"\nduration_minutes = 5\nmonitors = [\"wbe\"]", "no monitor has the name \"wbe\"")]
    [InlineData("schedule = \"@daily\"\nduration_minutes = 5\ntags = [\"day\"]", "no monitor has the tag \"day\"")]
    [InlineData("schedule = \"@daily\"\nduration_minutes = 5\nmonitors = []", "\"monitors\" must name at least one monitor")]
    [InlineData("schedule = \"@daily\"\nduration_minutes = 5\nlenght = 3", "lenght")]
    public void What_makes_no_sense_is_told_with_what_to_write(string keys, string problem)
    {
        var diagnostics = new Diagnostics();
        Read($"[maintenance.x]\n{keys}", diagnostics);
        Assert.Contains(diagnostics.All, found => found.ToString().Contains(problem, StringComparison.Ordinal));
    }

    private static HealthSection Read(string text)
    {
        var diagnostics = new Diagnostics();
        var section = Read(text, diagnostics);
        Assert.Empty(diagnostics.All);
        return section;
    }

    private static HealthSection Read(string text, Diagnostics diagnostics)
    {
        var tree = TomlReader.Read("baton.toml", Encoding.UTF8.GetBytes(Monitors + text), diagnostics);
        var root = new TableReader(tree!, diagnostics);
        var section = HealthSection.Bind(root, new HealthContext("/", new Dictionary<string, string>(), null), diagnostics);
        root.Finish();
        return section;
    }
}
