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
            new ProbeSpec.Http(Url) { BodyMatches = "up|ok", BodyJson = "$.status == \"ok\"", Body = "", MaxLatency = TimeSpan.FromMilliseconds(300), IsInsecure = true },
            new ProbeSpec.WebSocket(new Uri("wss://localhost/live")) { Send = "", Expect = "x" }, new ProbeSpec.Grpc("::1", 50051) { Service = "a.B", UsesTls = true, IsInsecure = true },
            new ProbeSpec.Udp("localhost", 53, Payload.OfText("")), new ProbeSpec.Icmp("10.0.0.1"), new ProbeSpec.Dns("_sip._tcp.example.test.", DnsRecordType.Srv),
            new ProbeSpec.Dns("2001:db8::1", DnsRecordType.Ptr), new ProbeSpec.Tls("localhost"), new ProbeSpec.Redis("localhost") { User = "u", Password = "p" },
            new ProbeSpec.Push("0123456789abcdef"),
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
    public void What_is_wrong_with_what_monitors_ask_is_named()
    {
        var large = Payload.OfText(new string('x', Payload.Most + 1));
        Assert.Equal(["BodyMatches", "BodyJson", "Body", "MaxLatency"], Fields(new ProbeSpec.Http(Url)
        {
            BodyMatches = "(",
            BodyJson = "status",
            Body = new string('x', ProbeSpec.Http.LongestBody + 1),
            MaxLatency = TimeSpan.Zero,
        }));
        Assert.Equal(["Url", "Headers", "Send", "Expect"], Fields(new ProbeSpec.WebSocket(Url) { Headers = [new("a b", "c")], Send = new string('x', Payload.Most + 1), Expect = "" }));
        Assert.Equal(["Url"], Fields(new ProbeSpec.WebSocket(new Uri("ws://user@localhost/"))));
        Assert.Equal(["Url"], Fields(new ProbeSpec.WebSocket(new Uri("ws://localhost/#part"))));
        Assert.Equal(["Host", "Port", "Service", "IsInsecure"], Fields(new ProbeSpec.Grpc("", 0) { Service = new string('x', 1001), IsInsecure = true }));
        Assert.Equal(["Send", "Expect"], Fields(new ProbeSpec.Tcp("localhost", 1) { Send = Payload.OfText(""), Expect = large }));
        Assert.Equal(["Host", "Port", "Send", "Expect"], Fields(new ProbeSpec.Udp("a b", 65536, large) { Expect = Payload.OfText("") }));
        Assert.Equal(["Host"], Fields(new ProbeSpec.Icmp("a b")));
        Assert.Equal(["Name", "Server", "Port", "Expect"], Fields(new ProbeSpec.Dns("a..b", DnsRecordType.A) { Server = "", Port = 0, Expect = "" }));
        Assert.Equal(["Type"], Fields(new ProbeSpec.Dns("a.b", (DnsRecordType)99)));
        Assert.Equal(["Host", "ServerName", "MinDays"], Fields(new ProbeSpec.Tls("a b") { ServerName = "c d", MinDays = -1 }));
        Assert.Equal(["Password", "IsInsecure"], Fields(new ProbeSpec.Redis("localhost") { User = "u", IsInsecure = true }));
        Assert.Equal(["Token"], Fields(new ProbeSpec.Push("short")));
        Assert.Equal(["Token"], Fields(new ProbeSpec.Push("0123456789abcde/")));
        static IEnumerable<string> Fields(ProbeSpec spec) => ProbeProblems.Of(spec).Select(p => p.Field);
    }

    [Fact]
    public void Payloads_are_equal_by_their_bytes_and_read_from_hexadecimal()
    {
        Assert.True(Payload.TryParseHex("70 69 6E67", out var hex));
        Assert.Equal(Payload.OfText("ping"), hex);
        Assert.Equal(new ProbeSpec.Udp("a", 1, hex), new ProbeSpec.Udp("a", 1, Payload.OfText("ping")));
        Assert.NotEqual(new ProbeSpec.Udp("a", 1, hex), new ProbeSpec.Udp("a", 1, Payload.OfText("pong")));
        Assert.Equal("the bytes 70696e67", hex.ToString());
        foreach (var wrong in (string[])["7", "70 6", "xx"]) Assert.False(Payload.TryParseHex(wrong, out _));
    }

    [Fact]
    public void What_monitors_ask_is_compared_too()
    {
        var spec = new ProbeSpec.Http(Url);
        ProbeSpec.Http[] others = [spec with { Body = "a" }, spec with { BodyMatches = "a" }, spec with { BodyJson = "$" }, spec with { MaxLatency = TimeSpan.FromSeconds(1) }, spec with { IsInsecure = true }];
        Assert.All(others, other => Assert.NotEqual(spec, other));
        var socket = new ProbeSpec.WebSocket(new Uri("ws://localhost/")) { Headers = [new("a", "b")] };
        Assert.Equal(socket, new ProbeSpec.WebSocket(new Uri("ws://localhost/")) { Headers = [new("a", "b")] });
        Assert.NotEqual(socket, socket with { Headers = [] });
    }

    [Fact]
    public void An_interval_of_0_and_other_times_out_of_range_are_named()
    {
        var timing = new ProbeTiming { InitialDelay = -TimeSpan.FromSeconds(1), Interval = TimeSpan.Zero, Timeout = TimeSpan.FromHours(2), FailureThreshold = 0, SuccessThreshold = -1 };
        Assert.Equal(["InitialDelay", "Interval", "Timeout", "FailureThreshold", "SuccessThreshold"], ProbeProblems.Of(timing).Select(p => p.Field));
        Assert.Equal("must be 0.1 to 86400 seconds, and is 0", ProbeProblems.Of(timing)[1].Message);
    }
}
