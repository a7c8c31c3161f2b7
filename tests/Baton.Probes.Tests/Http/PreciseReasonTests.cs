using System.IO.Compression;
using System.Text;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Http;

/// <summary>Bad answers, each with its kind of failure and its reason, in bounded time and memory.</summary>
public class PreciseReasonTests
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("", FailureKind.Closed, "closed before the answer was complete")]
    [InlineData("HTTP/1.1 2", FailureKind.Closed, "closed before the answer was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", FailureKind.Closed, "closed before the answer was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", FailureKind.Closed, "closed before the answer was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", FailureKind.Closed, "closed before the answer was complete")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", FailureKind.Protocol, "no valid HTTP answer")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", FailureKind.Protocol, "no valid HTTP answer")]
    [InlineData("HTTP/1.1 -1 OK\r\n\r\n", FailureKind.Protocol, "no valid HTTP answer")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n", FailureKind.Protocol, "no valid HTTP answer")]
    [InlineData("HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n", FailureKind.Timeout, "timeout")]
    [InlineData("220 mail.test ESMTP\r\n", FailureKind.Protocol, "no valid HTTP answer")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", FailureKind.Protocol, "no valid HTTP answer")]
    [InlineData("HTTP/1.1 599 X\r\nContent-Length: 0\r\n\r\n", FailureKind.Status, "HTTP 599 after")]
    [InlineData("HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n", FailureKind.Status, "HTTP 999 after")]
    [InlineData("HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", FailureKind.Status, "HTTP 101 after")]
    public async Task A_bad_answer_is_a_failure_with_its_reason(string answer, FailureKind kind, string detail)
    {
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), cancel);
            throw new IOException("hangs up");
        });
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url), TimeSpan.FromSeconds(5));
        // A status below 100 is read as an interim one by some, which then wait for the final one, in vain.
        if (kind == FailureKind.Timeout) Assert.False(result.IsSuccess);
        else Asking.Failed(result, kind, detail);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Endless: 1\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Endless: ", "xxxxxxxxxxxxxxxx")]
    [InlineData("HTTP/1.1 200 ", "OK OK OK OK OK OK ")]
    public async Task Headers_without_end_are_given_up_at_64_KiB(string beginning, string more)
    {
        await using var server = Endless(beginning, string.Concat(Enumerable.Repeat(more, 100)));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url));
        Asking.Failed(result, FailureKind.Protocol, "no valid HTTP answer");
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64L << 20);
    }

    [Theory]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")]
    public async Task Interim_answers_without_end_do_not_outlast_the_deadline(string beginning, string more)
    {
        await using var server = Endless(beginning, string.Concat(Enumerable.Repeat(more, 50)));
        var result = await Asking.AskAsync(new ProbeSpec.Http(server.Url), Brief);
        Assert.False(result.IsSuccess);
        Assert.Contains(result.Failure!.Kind, (FailureKind[])[FailureKind.Timeout, FailureKind.Protocol]);
        Assert.InRange(result.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_compressed_body_is_never_expanded()
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true)) await gzip.WriteAsync(Encoding.ASCII.GetBytes(new string('A', 16 << 20)));
        Assert.InRange(bomb.Length, 1, 60_000);
        await using var server = new RawServer(async (_, stream, cancel) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n"), cancel);
            await stream.WriteAsync(bomb.ToArray(), cancel);
        });
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Http(server.Url) { BodyContains = new string('A', 20) }), FailureKind.Content, "does not contain");
        Assert.DoesNotContain("Accept-Encoding", server.Requests.First(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_body_without_end_is_a_failure_only_where_it_matters()
    {
        await using var server = Endless("HTTP/1.1 200 OK\r\n\r\n", new string('x', 4096));
        Assert.True((await Asking.AskAsync(new ProbeSpec.Http(server.Url))).IsSuccess);
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Http(server.Url) { BodyMatches = "y" }), FailureKind.Content, "the first 64 KiB of its body do not match");
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Http(server.Url) { BodyJson = "$" }), FailureKind.Content, "longer than 64 KiB");
    }

    [Fact]
    public async Task Redirects_in_a_circle_are_told_as_that()
    {
        await using var server = new RawServer("HTTP/1.1 302 Found\r\nLocation: /health\r\nContent-Length: 0\r\n\r\n");
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Http(server.Url) { MaxRedirects = 3 }), FailureKind.Redirect, "more than 3 redirects");
        Assert.Equal(4, server.Requests.Count);
    }

    private static RawServer Endless(string beginning, string more) => new(async (_, stream, cancel) =>
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), cancel);
        var piece = Encoding.ASCII.GetBytes(more);
        while (true) await stream.WriteAsync(piece, cancel);
    });
}
