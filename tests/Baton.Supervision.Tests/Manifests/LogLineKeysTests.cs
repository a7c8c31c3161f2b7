using Baton.Probes.Specs;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>Probes that look for a line, in manifests.</summary>
public sealed class LogLineKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_may_decide_startup_and_readiness()
    {
        var probes = _folder.Native("""
            [services.web]
            command = ["web"]
            startup = { log_line = '^Ready on port [0-9]+$' }
            readiness = { log_line = "connected", stream = "stderr" }
            """).Single().Probes;
        Assert.Equal(new ProbeSpec.LogLine("^Ready on port [0-9]+$"), probes.Startup!.Spec);
        Assert.Equal(new ProbeSpec.LogLine("connected") { Stream = LogLineStream.Stderr }, probes.Readiness!.Spec);
        Assert.True(probes.DecideReadiness);
    }

    [Fact]
    public void The_registry_takes_it_too()
    {
        var service = _folder.Registry("""{ "services": [ { "name": "web", "cmd": "web", "readiness": { "log_line": "Ready", "stream": "stdout" } } ] }""").Single();
        Assert.Equal(new ProbeSpec.LogLine("Ready") { Stream = LogLineStream.Stdout }, service.Probes.Readiness!.Spec);
    }

    [Theory]
    [InlineData("(Ready", "its pattern is not a regular expression that can be used: ")]
    [InlineData("(a)\\\\1", "its pattern is not a regular expression that can be used: ")]
    [InlineData("(?=Ready)", "its pattern is not a regular expression that can be used: ")]
    [InlineData("(((a{100}){100}){100})", "its pattern is not a regular expression that can be used: ")]
    public void A_pattern_that_cannot_be_used_is_told_with_its_place(string pattern, string problem)
    {
        var told = _folder.NativeProblems($"[services.web]\ncommand = [\"web\"]\n[services.web.startup]\nlog_line = \"{pattern}\"\n").Single();
        Assert.StartsWith($"baton.toml:4:12: {problem}", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_has_an_end() => Assert.Equal(
        "baton.toml:4:12: its pattern must be 1 to 1000, and is 1001 characters long",
        _folder.NativeProblems($"[services.web]\ncommand = [\"web\"]\n[services.web.startup]\nlog_line = \"{new string('x', 1001)}\"\n").Single());

    [Fact]
    public void Keys_that_mean_nothing_to_it_are_refused_all_at_once()
    {
        const string manifest = """
            [services.web]
            command = ["web"]
            [services.web.liveness]
            log_line = "alive"
            [services.web.readiness]
            log_line = "Ready"
            interval_seconds = 1
            timeout_seconds = 1
            failure_threshold = 2
            stream = "both"
            [services.web.startup]
            process = true
            stream = "stdout"
            """;
        Assert.Equal(
            [
                "baton.toml:4:12: \"log_line\" cannot tell liveness: a line that was written does not go away; use it in \"startup\" or \"readiness\"",
                "baton.toml:7:20: \"interval_seconds\" does not go with \"log_line\": lines are looked at as they are written, and the first match decides",
                "baton.toml:8:19: \"timeout_seconds\" does not go with \"log_line\": lines are looked at as they are written, and the first match decides",
                "baton.toml:9:21: \"failure_threshold\" does not go with \"log_line\": lines are looked at as they are written, and the first match decides",
                "baton.toml:10:10: expected one of \"stdout\", \"stderr\", found \"both\"",
                "baton.toml:13:10: \"stream\" goes with \"log_line\" only",
            ],
            _folder.NativeProblems(manifest));
    }

    [Fact]
    public void It_does_not_stand_beside_another_question() => Assert.Contains(
        "says more than one thing to ask", _folder.NativeProblems("[services.web]\ncommand = [\"web\"]\nstartup = { log_line = \"Ready\", process = true }\n").Single(), StringComparison.Ordinal);
}
