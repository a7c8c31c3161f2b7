using Baton.Contracts;
using Baton.Daemon.Doctor;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Doctor;

public sealed class ExaminationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_project_has_no_problems_and_everything_is_looked_at()
    {
        _folder.Write("baton.toml", "[services.a]\ncommand = [\"true\"]\n");
        var findings = Look();
        Assert.DoesNotContain(findings, finding => finding.Level == "problem");
        foreach (var check in new[] { "pidfd", "exit codes", "children", "cgroup", "open files", "inotify watches", "pipe pages", "bash", "setpriv", "prlimit", "systemd", "docker", "time zones", "clock", "manifest", "disk", "state", "port 8003" })
            Assert.Contains(findings, finding => finding.Check == check);
        Assert.All(findings, finding => Assert.True(finding.Level is "ok" or "warning", finding.ToString()));
    }

    [Fact]
    public void Every_problem_of_a_manifest_is_one()
    {
        _folder.Write("baton.toml", "[services.a]\ncomand = [\"true\"]\nnice = 99\n");
        Assert.True(Look().Count(finding => finding is { Check: "manifest", Level: "problem" }) >= 2);
    }

    [Fact]
    public void A_state_directory_that_others_may_write_is_a_problem_and_what_was_set_aside_a_warning()
    {
        _folder.Write("baton.toml", "[services.a]\ncommand = [\"true\"]\n");
        _folder.Write(".baton/enabled.json.broken", "");
        _folder.Write(".baton/run/services.bad-20260101-000000-000", "");
        File.SetUnixFileMode(_folder[".baton"], (UnixFileMode)0b111_111_111);
        var findings = Look();
        Assert.Contains(findings, finding => finding is { Check: "state", Level: "problem", Fix: not null });
        var aside = Assert.Single(findings, finding => finding.Check == "records");
        Assert.Equal("warning", aside.Level);
        Assert.Contains("enabled.json.broken", aside.Text, StringComparison.Ordinal);
        Assert.Contains("services.bad-", aside.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_before_the_programs_own_time_is_a_problem()
    {
        var time = new ManualTime();
        Assert.Equal("problem", Assert.Single(ClockChecks.All(time, time.Origin.UtcDateTime.AddDays(2))).Level);
        Assert.Equal("ok", Assert.Single(ClockChecks.All(time, time.Origin.UtcDateTime)).Level);
    }

    [Fact]
    public void A_socket_that_nobody_listens_on_is_told_and_does_no_harm()
    {
        _folder.Write("baton.toml", "[services.a]\ncommand = [\"true\"]\n");
        _folder.Write(".baton/baton.sock", "");
        File.SetUnixFileMode(_folder[".baton"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains(Look(), finding => finding is { Check: "daemon", Level: "ok" } && finding.Text.Contains("of an earlier one", StringComparison.Ordinal));
    }

    private IReadOnlyList<FindingRecord> Look() => Examination.Of(_folder.Path, TimeProvider.System);
}
