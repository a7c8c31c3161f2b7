using Baton.Probes.Specs;

namespace Baton.Probes.Tests.Specs;

public class ProbeSpecTests
{
    private static readonly Uri Url = new("http://127.0.0.1:8000/health");

    [Fact]
    public void Equal_descriptions_are_equal()
    {
        Assert.Equal(Http("v"), Http("v"));
        Assert.NotEqual(Http("v"), Http("w"));
        Assert.Equal(Exec("x"), Exec("x"));
        Assert.NotEqual(Exec("x"), Exec("y"));
        Assert.Equal(Http("v").GetHashCode(), Http("v").GetHashCode());
        Assert.Equal(Exec("x").GetHashCode(), Exec("x").GetHashCode());

        static ProbeSpec Http(string value) => new ProbeSpec.Http(Url) { Headers = [new("name", value)] };
        static ProbeSpec Exec(string value) => new ProbeSpec.Exec(["a", "b"], "/", new Dictionary<string, string> { ["name"] = value });
    }

    [Fact]
    public void What_can_be_executed_has_no_problems()
    {
        ProbeSpec[] specs =
        [
            new ProbeSpec.Http(Url) { Headers = [new("X-Key", "v")], BodyContains = "ok" }, new ProbeSpec.Tcp("localhost", 1), new ProbeSpec.Tcp("::1", 65535),
            new ProbeSpec.Exec(["true"], "/", new Dictionary<string, string>()), new ProbeSpec.LogLine("ready in [0-9]+ ms"), new ProbeSpec.Process(),
        ];
        Assert.All(specs, spec => Assert.Empty(ProbeProblems.Of(spec)));
        Assert.Empty(ProbeProblems.Of(new ProbeTiming()));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/", "GET", "name", "value", 0, "Url")]
    [InlineData("http://user:word@127.0.0.1/", "GET", "name", "value", 0, "Url")]
    [InlineData("http://127.0.0.1/", "GET IT", "name", "value", 0, "Method")]
    [InlineData("http://127.0.0.1/", "GET", "na me", "value", 0, "Headers")]
    [InlineData("http://127.0.0.1/", "GET", "name", "value\r\nother: value", 0, "Headers")]
    [InlineData("http://127.0.0.1/", "GET", "name", "value", 11, "MaxRedirects")]
    public void What_is_wrong_with_http_is_named(string url, string method, string name, string value, int redirects, string field)
    {
        var spec = new ProbeSpec.Http(new Uri(url)) { Method = method, Headers = [new(name, value)], MaxRedirects = redirects };
        Assert.Equal(field, Assert.Single(ProbeProblems.Of(spec)).Field);
    }

    [Fact]
    public void What_is_wrong_with_the_others_is_named()
    {
        Assert.Equal(["Host", "Port"], Fields(new ProbeSpec.Tcp("not a host", 0)));
        Assert.Equal(["Command", "WorkingDirectory"], Fields(new ProbeSpec.Exec([], "here", new Dictionary<string, string>())));
        Assert.Equal(["Pattern"], Fields(new ProbeSpec.LogLine("(ready")));
        Assert.Equal(["Pattern"], Fields(new ProbeSpec.LogLine(@"(a)\1")));
        static IEnumerable<string> Fields(ProbeSpec spec) => ProbeProblems.Of(spec).Select(p => p.Field);
    }

    [Fact]
    public void An_interval_of_0_and_other_times_out_of_range_are_named()
    {
        var timing = new ProbeTiming { InitialDelay = -TimeSpan.FromSeconds(1), Interval = TimeSpan.Zero, Timeout = TimeSpan.FromHours(2), FailureThreshold = 0, SuccessThreshold = -1 };
        Assert.Equal(["InitialDelay", "Interval", "Timeout", "FailureThreshold", "SuccessThreshold"], ProbeProblems.Of(timing).Select(p => p.Field));
        Assert.Equal("must be 0.1 to 86400 seconds, and is 0", ProbeProblems.Of(timing)[1].Message);
    }
}
