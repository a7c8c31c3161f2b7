using Baton.Health.Routes;
using Baton.TestKit;

namespace Baton.Control.Tests.Gateway;

/// <summary>A real server with one route, <c>/gw</c>, that leads to a server whose answers a test writes byte by byte.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    private GatewayFixture(ControlFixture control, RawServer upstream) => (Control, Upstream) = (control, upstream);

    public ControlFixture Control { get; }

    public RawServer Upstream { get; }

    /// <summary>The head of the request that came there last, its lines without their ends.</summary>
    public string[] Asked => Upstream.Requests.Last().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    public static Task<GatewayFixture> StartAsync(string answer, Func<GatewayRoute, GatewayRoute>? changed = null) => StartAsync(Always(answer), changed);

    public static async Task<GatewayFixture> StartAsync(Func<string, Stream, CancellationToken, Task> answer, Func<GatewayRoute, GatewayRoute>? changed = null, ControlFixture? control = null)
    {
        var fixture = new GatewayFixture(control ?? await ControlFixture.StartAsync("db", "web"), new RawServer(answer));
        fixture.Lead(changed);
        return fixture;
    }

    /// <summary>Always these bytes.</summary>
    public static Func<string, Stream, CancellationToken, Task> Always(string answer) => (_, stream, cancel) => stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(answer), cancel).AsTask();

    /// <summary>Thrown by what answers, it closes the connection.</summary>
    public static IOException HangUp => new("the test hangs up");

    /// <summary>Changes the route, as a reload does.</summary>
    public void Lead(Func<GatewayRoute, GatewayRoute>? changed = null)
    {
        var route = new GatewayRoute("gw", "/gw") { Url = new Uri($"http://127.0.0.1:{Upstream.Port}"), StripsPrefix = true };
        Control.Routes = new RoutesSection { Routes = [changed is null ? route : changed(route)] };
    }

    public Task<RawAnswer> SendAsync(string method, string target, string headers = "", string? body = null) => Control.SendTcpAsync(method, target, headers, body);

    /// <summary>Lets the fixture's time pass once somebody waits for it.</summary>
    public async Task PassAsync(double seconds)
    {
        await Eventually.HoldsAsync(() => Control.Time.Armed.Any(due => due <= TimeSpan.FromSeconds(seconds)), "somebody waits");
        Control.Time.Advance(TimeSpan.FromSeconds(seconds));
    }

    public async ValueTask DisposeAsync()
    {
        await Control.DisposeAsync();
        await Upstream.DisposeAsync();
        Assert.Empty(Control.Bugs);
    }
}
