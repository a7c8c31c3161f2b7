using System.Net;
using Baton.Probes.Http;

namespace Baton.Probes.Tests.Http;

public class ProxyTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8000/", true)]
    [InlineData("http://127.9.9.9/", true)]
    [InlineData("http://localhost/", true)]
    [InlineData("http://[::1]/", true)]
    [InlineData("http://0.0.0.0:8000/", true)]
    [InlineData("http://[::]/", true)]
    [InlineData("http://example.org/", false)]
    [InlineData("http://10.0.0.1/", false)]
    public void What_runs_here_is_not_asked_through_a_proxy(string url, bool isHere)
    {
        var proxy = new ProxyBeyondLoopback(new WebProxy("http://127.0.0.1:9"));
        Assert.Equal(isHere, proxy.IsBypassed(new Uri(url)));
        Assert.Equal(isHere, proxy.GetProxy(new Uri(url)) is null);
        Assert.Equal(!isHere, proxy.IsUsedFor(new Uri(url)));
    }

    [Fact]
    public void A_proxy_that_has_no_address_or_declines_is_not_used()
    {
        Assert.False(new ProxyBeyondLoopback(new WebProxy()).IsUsedFor(new Uri("http://example.org/")));
        Assert.False(new ProxyBeyondLoopback(new WebProxy("http://127.0.0.1:9", false, ["example"])).IsUsedFor(new Uri("http://example.org/")));
    }
}
