using System.Text;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Http;

public class RedirectTests
{
    [Fact]
    public async Task The_final_answer_counts()
    {
        await using var server = Redirecting((path, _) => path == "/health" ? "/elsewhere" : null);
        var result = await HttpProbeTests.AskAsync(new ProbeSpec.Http(server.Url) { BodyContains = "arrived", Method = "POST" });
        Assert.True(result.IsSuccess, result.Detail);
        Assert.Equal(["POST /health", "GET /elsewhere"], server.Requests.Select(head => head.Split(" HTTP")[0]));
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    [Trait("Defect", "A9-18")]
    public async Task At_most_ten_are_followed(int redirects, bool isSuccess)
    {
        await using var server = Redirecting((path, _) => path == "/health" ? "/1" : int.Parse(path[1..], null) < redirects ? $"/{int.Parse(path[1..], null) + 1}" : null);
        var result = await HttpProbeTests.AskAsync(new ProbeSpec.Http(server.Url));
        Assert.Equal(isSuccess, result.IsSuccess);
        if (!isSuccess) Assert.StartsWith("more than 10 redirects", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_none_allowed_the_redirect_is_the_answer()
    {
        await using var server = Redirecting((_, _) => "/again");
        var result = await HttpProbeTests.AskAsync(new ProbeSpec.Http(server.Url) { MaxRedirects = 0 });
        Assert.True(result.IsSuccess);
        Assert.StartsWith("HTTP 302", result.Detail, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Headers_go_to_the_same_origin_only()
    {
        await using var stranger = new RawServer(RawServer.Ok());
        await using var server = Redirecting((path, _) => path == "/health" ? "/here" : $"http://127.0.0.1:{stranger.Port}/");
        Assert.True((await HttpProbeTests.AskAsync(new ProbeSpec.Http(server.Url) { Headers = [new("Authorization", "Bearer secret")] })).IsSuccess);
        Assert.All(server.Requests, head => Assert.Contains("secret", head, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", Assert.Single(stranger.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_leads_out_of_http_is_not_followed()
    {
        await using var server = Redirecting((_, _) => "file:///etc/passwd");
        Assert.StartsWith("HTTP 302", (await HttpProbeTests.AskAsync(new ProbeSpec.Http(server.Url))).Detail, StringComparison.Ordinal);
    }

    private static RawServer Redirecting(Func<string, string, string?> target) => new((head, stream, cancel) =>
    {
        var answer = target(head.Split(' ')[1], head) is { } location
            ? $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
            : RawServer.Ok("arrived");
        return stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancel).AsTask();
    });
}
