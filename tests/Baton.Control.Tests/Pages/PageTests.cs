using System.IO.Compression;
using Baton.Control.Pages;

namespace Baton.Control.Tests.Pages;

/// <summary>How the files of the dashboard are given; what they do is tested in a browser.</summary>
public sealed class PageTests
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    [Theory]
    [InlineData("/ui/")]
    [InlineData("/ui/index.html")]
    [InlineData("/ui/services")]
    [InlineData("/ui/services/a.b.js")]
    [InlineData("/ui/graph?service=web")]
    [InlineData("/services")]
    public async Task An_address_of_the_dashboard_answers_its_page(string target)
    {
        await using var control = await ControlFixture.StartAsync();
        var answer = await control.SendAsync("GET", target);
        Assert.Equal(200, answer.Status);
        Assert.Equal("text/html; charset=utf-8", answer.Header("Content-Type"));
        Assert.StartsWith("<!doctype html>", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Policy, answer.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
        Assert.Equal("no-cache", answer.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("/ui/../ui/")]
    [InlineData("/ui/../nothing")]
    [InlineData("/ui/%2e%2e/services")]
    [InlineData("/ui/pages/%2E%2E/index.html")]
    [InlineData("/ui/..%2findex.html")]
    [InlineData("/ui/pages%2fgraph.js")]
    [InlineData("/ui/pages\\graph.js")]
    [InlineData("/ui/%5cindex.html")]
    [InlineData("/ui/absent.js")]
    [InlineData("/ui/pages/absent")]
    [InlineData("/ui/pages/")]
    [InlineData("/ui/index.html/")]
    [InlineData("/ui/INDEX.html")]
    public async Task What_is_no_file_and_no_page_is_404(string target)
    {
        await using var control = await ControlFixture.StartAsync();
        var answer = await control.SendAsync("GET", target);
        Assert.Equal(404, answer.Status);
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
    }

    [Fact]
    public async Task Every_file_is_given_with_its_type_and_whole()
    {
        await using var control = await ControlFixture.StartAsync();
        Assert.NotEmpty(PageFiles.Paths);
        foreach (var path in PageFiles.Paths)
        {
            var answer = await control.SendAsync("GET", $"/ui/{path}");
            Assert.Equal((path, 200), (path, answer.Status));
            var type = Path.GetExtension(path) switch
            {
                ".html" => "text/html",
                ".js" => "text/javascript",
                ".css" => "text/css",
                ".json" => "application/json",
                ".svg" => "image/svg+xml",
                _ => "text/plain",
            };
            Assert.StartsWith(type, answer.Header("Content-Type"), StringComparison.Ordinal);
            Assert.Equal(await File.ReadAllTextAsync(TestKit.Repository.File($"src/Baton.Control/dashboard/{path}")), answer.Body);
        }
    }

    [Fact]
    public async Task Who_takes_gzip_gets_the_same_packed()
    {
        await using var control = await ControlFixture.StartAsync();
        using var browser = new HttpClient();
        var path = PageFiles.Paths.First(path => path.EndsWith(".js", StringComparison.Ordinal) && PageFiles.Find(path)!.Packed is not null);
        using var ask = new HttpRequestMessage(HttpMethod.Get, $"{control.Server.Addresses[1]}/ui/{path}") { Headers = { { "Accept-Encoding", "br, gzip;q=0.5" } } };

        using var answer = await browser.SendAsync(ask);

        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.Equal("Accept-Encoding", string.Join(',', answer.Headers.Vary));
        Assert.Equal(PageFiles.Find(path)!.PackedTag, answer.Headers.ETag!.Tag);
        await using var unpacked = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        await unpacked.CopyToAsync(whole);
        Assert.Equal(PageFiles.Find(path)!.Bytes, whole.ToArray());
    }

    [Fact]
    public async Task Who_refuses_gzip_gets_it_plain()
    {
        await using var control = await ControlFixture.StartAsync();
        var answer = await AskAsync(control, "GET", "Accept-Encoding: gzip;q=0");
        Assert.Null(answer.Header("Content-Encoding"));
        Assert.Equal(PageFiles.Start.Bytes.Length, answer.Body.Length);
    }

    [Fact]
    public async Task Who_has_a_file_already_is_told_so()
    {
        await using var control = await ControlFixture.StartAsync();
        var tag = (await control.SendAsync("GET", "/ui/")).Header("ETag");
        Assert.Matches("^\"[0-9a-f]{64}\"$", tag);

        var same = await AskAsync(control, "GET", $"If-None-Match: \"other\", {tag}");
        var weak = await AskAsync(control, "GET", $"If-None-Match: W/{tag}");
        var other = await AskAsync(control, "GET", "If-None-Match: \"other\"");

        Assert.Equal((304, "", tag), (same.Status, same.Body, same.Header("ETag")));
        Assert.Equal((Policy, "same-origin"), (same.Header("Content-Security-Policy"), same.Header("Referrer-Policy")));
        Assert.Equal(304, weak.Status);
        Assert.Equal(200, other.Status);
    }

    [Fact]
    public async Task Who_asks_for_the_head_only_gets_no_body()
    {
        await using var control = await ControlFixture.StartAsync();
        var answer = await AskAsync(control, "HEAD", "Accept: */*");
        Assert.Equal((200, ""), (answer.Status, answer.Body));
        Assert.Equal(PageFiles.Start.Bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Header("Content-Length"));
    }

    [Fact]
    public async Task The_root_leads_browsers_to_the_dashboard_and_says_what_it_is_to_others()
    {
        await using var control = await ControlFixture.StartAsync();
        var browser = await AskAsync(control, "GET", "Accept: text/html,application/xhtml+xml", "/");
        var other = await AskAsync(control, "GET", "Accept: */*", "/");
        var bare = await control.SendAsync("GET", "/ui");
        Assert.Equal((302, "/ui/"), (browser.Status, browser.Header("Location")));
        Assert.Equal((200, "application/json"), (other.Status, other.Header("Content-Type")));
        Assert.Equal((302, "/ui/"), (bare.Status, bare.Header("Location")));
    }

    private static Task<RawAnswer> AskAsync(ControlFixture control, string method, string header, string target = "/ui/") =>
        RawHttp.ExchangeAsync(control.Unix, $"{method} {target} HTTP/1.1\r\nHost: baton\r\nConnection: close\r\n{header}\r\n\r\n");
}
