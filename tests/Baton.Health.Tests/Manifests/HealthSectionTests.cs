using Baton.Health.Manifests;
using Baton.Probes.Specs;

namespace Baton.Health.Tests.Manifests;

public class HealthSectionTests
{
    [Fact]
    public void A_monitor_has_the_defaults_of_the_earlier_one()
    {
        var monitor = Assert.Single(Reading.Of("[monitors.auth]\nhttp = \"https://auth.example/health\"\n").Section.Monitors);
        Assert.Equal((30, 5), (monitor.Timing.Interval.TotalSeconds, monitor.Timing.Timeout.TotalSeconds));
        Assert.Equal((5, 2, 60), (monitor.Breaker.FailureThreshold, monitor.Breaker.SuccessThreshold, monitor.Breaker.Break.First.TotalSeconds));
    }

    [Theory]
    [InlineData("http = \"ftp://h/\"", "baton.toml:2:8: its url is not an http or https URL")]
    [InlineData("http = \"http://h/\"\ninterval_seconds = -3", "baton.toml:3:20:")]
    [InlineData("htpp = \"http://h/\"", "\"http\"")]
    [InlineData("", "does not say what to watch: give one of http, tcp")]
    [InlineData("tcp = \"h:1\"\nicmp = \"h\"", "says more than one thing to watch (tcp, icmp)")]
    [InlineData("tcp = \"h\"", "\"h\" is not HOST:PORT")]
    [InlineData("tcp = \"h:1\"\nmethod = \"GET\"", "method")]
    [InlineData("tcp = \"h:1\"\nbreaker.window_seconds = 5", "\"window_seconds\" goes with \"failure_ratio\" only")]
    [InlineData("tcp = \"h:1\"\nbreaker = { open_seconds = 10, max_open_seconds = 5 }", "must not be less than")]
    [InlineData("dns = \"h\"\nrecord = \"B\"", "baton.toml:3:10: expected one of \"A\"")]
    [InlineData("tcp = \"h:1\"\nparent = \"b\"", "there is no monitor \"b\"")]
    [InlineData("tcp = \"h:1\"\nparent = \"a\"", "monitor \"a\" would be above itself: a → a")]
    [InlineData("push = \"short\"", "must be 16 to 128")]
    public void What_is_wrong_is_told_with_its_place(string keys, string problem) =>
        Assert.Contains(problem, string.Join('\n', Reading.Of($"[monitors.a]\n{keys}\n").Problems), StringComparison.Ordinal);

    [Fact]
    public void Variables_describe_monitors_also_with_comments_behind_them()
    {
        var reading = Reading.Of("", "WRITER_URL=http://w:1/health # the writer\nHEALTH_CHECK_INTERVAL=7   # seconds\nCIRCUIT_BREAKER_THRESHOLD=2\nMONITORS=auth-2\nAUTH_2_URL='http://a/'\n");
        Assert.Empty(reading.Problems);
        Assert.Equal(["writer", "research", "backend", "auth-2"], reading.Section.Monitors.Select(monitor => monitor.Name));
        Assert.All(reading.Section.Monitors, monitor => Assert.Equal((7, 2), (monitor.Timing.Interval.TotalSeconds, monitor.Breaker.FailureThreshold)));
        Assert.Equal("http://w:1/health", Assert.IsType<ProbeSpec.Http>(reading.Section.Monitors[0].Probe).Url.AbsoluteUri);
        Assert.Equal("http://localhost:8001/health", Assert.IsType<ProbeSpec.Http>(reading.Section.Monitors[1].Probe).Url.AbsoluteUri);
    }

    [Fact]
    public void What_is_set_for_the_program_wins_over_the_file() =>
        Assert.Equal("http://here/", Assert.IsType<ProbeSpec.Http>(Reading.Of("", "WRITER_URL=http://there/\n", new() { ["WRITER_URL"] = "http://here/" }).Section.Monitors[0].Probe).Url.AbsoluteUri);

    [Fact]
    public void A_file_of_variables_that_speaks_of_other_things_is_nobody_s_business()
    {
        var reading = Reading.Of("", "this is no line of variables\nDATABASE=x\nHEALTH_CHECK_INTERVAL=soon\n");
        Assert.Empty(reading.Problems);
        Assert.Empty(reading.Section.Monitors);
    }

    [Fact]
    public void In_the_gateway_s_dialect_an_address_is_a_base_and_three_failures_open()
    {
        var reading = Reading.Of("[health]\ndialect = \"main\"\n", "BACKEND_URL=http://b:2/\n");
        Assert.Equal(HealthDialect.Main, reading.Section.Dialect);
        var backend = reading.Section.Monitors[2];
        Assert.Equal(("http://b:2/health", 3), (Assert.IsType<ProbeSpec.Http>(backend.Probe).Url.AbsoluteUri, backend.Breaker.FailureThreshold));
    }
}
