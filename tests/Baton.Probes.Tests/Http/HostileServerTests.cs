using System.Text;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Http;

/// <summary>Answers that are made to break who asks: whatever they are, a probe tells a result and never throws.</summary>
public class HostileServerTests
{
    private static readonly ProbeTiming Brief = new() { Timeout = TimeSpan.FromSeconds(2) };

    [Theory]
    [InlineData("//")]
    [InlineData("///")]
    [InlineData("//[")]
    [InlineData("//[::1")]
    [InlineData("http://")]
    [InlineData("http:///x")]
    [InlineData("http://a b/")]
    [InlineData("http://[::1")]
    [InlineData("http:x")]
    [InlineData("//127.0.0.1:99999/")]
    [InlineData("http://127.0.0.1:99999/")]
    [InlineData("//user:pw@")]
    [InlineData("\\\\host\\share")]
    [InlineData("/\\/\\")]
    [InlineData("http://\u00ff\u00fe/")]
    [InlineData("//xn--a/")]
    [InlineData("http://127.0.0.1:0/")]
    [InlineData("//0/")]
    [InlineData("?")]
    [InlineData("#")]
    [InlineData("c:\\x")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https:")]
    [InlineData(":")]
    [InlineData("://")]
    [InlineData("%")]
    [InlineData("//%00/")]
    [InlineData("//*:80/")]
    [InlineData("http://*/")]
    [InlineData("http://a..b/")]
    [InlineData("http://.../")]
    [InlineData("http://-/")]
    public async Task A_location_that_leads_nowhere_is_a_failure(string location) =>
        await FailedAsync($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    [Fact]
    public async Task A_location_with_a_host_of_any_length_that_is_nobodys_is_a_failure()
    {
        foreach (var length in (int[])[64, 130, 256, 300, 5000])
        {
            foreach (var host in (string[])[new('a', length), string.Join('.', Enumerable.Repeat("abc", length / 4))])
                await FailedAsync($"HTTP/1.1 302 Found\r\nLocation: http://{host}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n")]
    [InlineData("HTTP/9.9 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 401 No\r\nWWW-Authenticate: \r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: ;;;\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("\0\0\0\0\r\n\r\n")]
    public async Task An_answer_against_the_rules_is_an_answer_or_a_failure(string answer) => await AnsweredAsync(answer, hangUp: true);

    [Theory]
    [InlineData("CONNECT")]
    [InlineData("TRACE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    [InlineData("get")]
    [InlineData("X!")]
    public async Task Any_method_that_is_accepted_can_be_sent(string method) => await SentAsync(spec => spec with { Method = method });

    [Theory]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("Content-Length", "50")]
    [InlineData("Content-Length", "abc")]
    [InlineData("Content-Length", "")]
    [InlineData("Content-Length", "-1")]
    [InlineData("Host", "a b")]
    [InlineData("Host", "")]
    [InlineData("Expect", "100-continue")]
    [InlineData("Connection", "upgrade")]
    [InlineData("Connection", "")]
    [InlineData("X", "\u00e4")]
    [InlineData("X", "\u0001\u007f\t")]
    [InlineData("Cookie", "a=b")]
    [InlineData("Date", "never")]
    public async Task Any_header_that_is_accepted_is_sent_or_a_failure(string name, string value) =>
        await SentAsync(spec => spec with { Headers = [new(name, value)] });

    private static async Task FailedAsync(string answer)
    {
        await using var server = new RawServer(async (_, stream, cancel) => await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancel));
        Assert.False((await HttpProbeTests.AskAsync(new ProbeSpec.Http(server.Url), Brief)).IsSuccess);
    }

    private static async Task AnsweredAsync(string answer, bool hangUp = false)
    {
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancel);
            if (hangUp) throw new IOException("hangs up");
        });
        await HttpProbeTests.AskAsync(new ProbeSpec.Http(server.Url), Brief);
        await HttpProbeTests.AskAsync(new ProbeSpec.Http(server.Url) { BodyContains = "x" }, Brief);
    }

    private static async Task SentAsync(Func<ProbeSpec.Http, ProbeSpec.Http> change)
    {
        await using var server = new RawServer(RawServer.Ok("hi"));
        var spec = change(new ProbeSpec.Http(server.Url));
        if (ProbeProblems.Of(spec).Count == 0) await HttpProbeTests.AskAsync(spec, Brief);
    }
}
