using Baton.Health.Manifests;
using Baton.Probes.Specs;

namespace Baton.Health.Tests.Manifests;

public class HealthSectionTests
{
    [Theory]
    [InlineData("http = \"http://user:supersecret@host:99999/\"", "\"http://••••••@host:99999/\" is not an address")]
    [InlineData("websocket = \"wss://host:x/?token=supersecret\"", "\"wss://host:x/?••••••\" is not an address")]
    [InlineData("tcp = \"redis://:supersecret@host\"", "\"redis://••••••@host\" is not HOST:PORT")]
    public void A_wrong_address_is_told_without_its_password(string key, string problem)
    {
        var told = Assert.Single(Reading.Of($"[monitors.a]\n{key}\n").Problems);
        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.DoesNotContain("supersecret", told, StringComparison.Ordinal);
    }

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
    [Trait("Defect", "C9-3")]
    public void Variables_describe_monitors_also_with_comments_behind_them()
    {
        var reading = Reading.Of("", "WRITER_URL=http://w:1/health # the writer\nHEALTH_CHECK_INTERVAL=7   # seconds\nCIRCUIT_BREAKER_THRESHOLD=2\nMONITORS=auth-2\nAUTH_2_URL='http://a/'\n");
        Assert.Empty(reading.Problems);
        Assert.Equal(["writer", "research", "backend", "auth-2"], reading.Section.Monitors.Select(monitor => monitor.Name));
        Assert.All(reading.Section.Monitors, monitor => Assert.Equal((7, 2), (monitor.Timing.Interval.TotalSeconds, monitor.Breaker.FailureThreshold)));
        Assert.Equal("http://w:1/health", Assert.IsType<ProbeSpec.Http>(reading.Section.Monitors[0].Probe).Url.AbsoluteUri);
        Assert.Equal("http://localhost:8001/health", Assert.IsType<ProbeSpec.Http>(reading.Section.Monitors[1].Probe).Url.AbsoluteUri);
    }

    [Theory]
    [InlineData("", OwnLogLevel.All)]
    [InlineData("LOG_LEVEL=info  # usual\n", OwnLogLevel.All)]
    [InlineData("LOG_LEVEL=Debug\n", OwnLogLevel.All)]
    [InlineData("LOG_LEVEL=warning\n", OwnLogLevel.Warnings)]
    [InlineData("LOG_LEVEL=ERROR\n", OwnLogLevel.Errors)]
    [InlineData("LOG_LEVEL='Critical'\n", OwnLogLevel.Errors)]
    public void The_log_level_is_a_word_in_any_case(string line, OwnLogLevel level)
    {
        var reading = Reading.Of("", $"WRITER_URL=http://w:1/health\n{line}");
        Assert.Equal((level, 0, 0), (reading.Section.LogLevel, reading.Section.Warnings.Count, reading.Problems.Count));
    }

    [Fact]
    public void A_log_level_of_others_is_a_warning_and_where_nothing_else_is_the_seed_s_nothing_at_all()
    {
        var reading = Reading.Of("", "WRITER_URL=http://w:1/health\nLOG_LEVEL=trace\n");
        Assert.Equal(OwnLogLevel.All, reading.Section.LogLevel);
        Assert.Equal("/project/.env:2:11: LOG_LEVEL: \"trace\" is none of DEBUG, INFO, WARNING, ERROR, CRITICAL; Baton's own log holds what INFO means", Assert.Single(reading.Section.Warnings));
        reading = Reading.Of("", "LOG_LEVEL=ERROR\n");
        Assert.Equal((OwnLogLevel.All, 0), (reading.Section.LogLevel, reading.Section.Warnings.Count));
    }

    [Fact]
    public void What_is_hardly_meant_is_hinted_at()
    {
        var section = Reading.Of("[monitors.web]\nhttp = \"http://w/\"\nconfirm_retries = 5\n[monitors.shop]\nhttp = \"http://s/\"\nconfirm_retries = 4\n"
            + "[maintenance.move]\nstart = 2020-01-01T00:00:00Z\nend = 2020-01-02T00:00:00Z\n").Section;
        Assert.Equal(
            [
                "maintenance window \"move\" is over since 2020-01-02 00:00Z: take it out, or say when it comes again with \"schedule\"",
                "monitor \"web\" is confirmed down by 6 failures in a row, but its breaker opens after 5: people are told only after trials that fail; let confirm_retries be less than breaker.failure_threshold",
            ],
            HealthHints.Of(section, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("", 1024 * 1024)]
    [InlineData("body_contains = \"ok\"\n", 64 * 1024)]
    [InlineData("body_json = \"$.a\"\nmax_body = \"2MiB\"\n", 2 * 1024 * 1024)]
    public void A_body_is_read_so_far(string keys, int most) =>
        Assert.Equal(most, Assert.IsType<ProbeSpec.Http>(Assert.Single(Reading.Of($"[monitors.web]\nhttp = \"http://w/\"\n{keys}").Section.Monitors).Probe).MaxBody);

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
    [Trait("Defect", "C9-3")]
    public void In_the_gateway_s_dialect_an_address_is_a_base_and_three_failures_open()
    {
        var reading = Reading.Of("[health]\ndialect = \"main\"\n", "BACKEND_URL=http://b:2/\n");
        Assert.Equal(HealthDialect.Main, reading.Section.Dialect);
        var backend = reading.Section.Monitors[2];
        Assert.Equal(("http://b:2/health", 3), (Assert.IsType<ProbeSpec.Http>(backend.Probe).Url.AbsoluteUri, backend.Breaker.FailureThreshold));
    }
}
