using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Native;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>What a manifest says of Baton itself.</summary>
public sealed class ProjectSectionTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_word_services_outlive_a_killed_Baton_and_the_journal_has_its_usual_bounds()
    {
        var (section, problems) = Bind("services.a.command = [\"a\"]\n");
        Assert.Empty(problems);
        Assert.Equal(new ProjectSection { StopsWhenKilled = false, JournalBytes = 64_000_000, JournalAge = TimeSpan.FromDays(30) }, section);
    }

    [Fact]
    public void What_is_said_is_read()
    {
        var (section, problems) = Bind("on_daemon_exit = \"stop\"\nservices.a.command = [\"a\"]\n[journal]\nmax_total = \"500MB\"\nkeep_days = 0\n");
        Assert.Empty(problems);
        Assert.Equal(new ProjectSection { StopsWhenKilled = true, JournalBytes = 500_000_000, JournalAge = TimeSpan.Zero }, section);
        Assert.False(Bind("on_daemon_exit = \"keep\"\n").Section.StopsWhenKilled);
    }

    [Fact]
    public void What_is_wrong_is_told_all_at_once()
    {
        var (_, problems) = Bind("on_daemon_exit = \"stopp\"\n[journal]\nmax_total = \"1MB\"\nkeep_days = 36_501\nmax_age = 3\n");
        Assert.Equal(4, problems.Count);
        Assert.Contains("baton.toml:1:18: expected one of \"keep\", \"stop\", found \"stopp\"; did you mean \"stop\"?", problems);
        Assert.Contains(problems, problem => problem.StartsWith("baton.toml:3:13: \"max_total\" must be 2MB to ", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("baton.toml:4:13: \"keep_days\" must be 0 to 36500", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("baton.toml:5:1: unknown key \"max_age\"", StringComparison.Ordinal));
    }

    private (ProjectSection Section, List<string> Problems) Bind(string text)
    {
        var section = ProjectSection.Default;
        var (_, problems) = ManifestFolder.Bind("baton.toml", text, new ServicesContext(_folder.Path, _folder.Environment, ManifestDisk.Unseen), (root, context) =>
        {
            section = ProjectSection.Bind(root);
            return ServicesSection.Bind(root, context);
        });
        return (section, problems);
    }
}
