using System.Net;
using System.Net.Sockets;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Probes.Tests.Execution;

public class TcpProbeTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_port_that_accepts_is_a_success(string host)
    {
        await using var server = new RawServer("");
        var result = await AskAsync(new ProbeSpec.Tcp(host, server.Port));
        Assert.True(result.IsSuccess, result.Detail);
        Assert.Matches("^connected after [0-9.]+ m?s$", result.Detail);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_failure()
    {
        int port;
        await using (var server = new RawServer("")) port = server.Port;
        var result = await AskAsync(new ProbeSpec.Tcp("127.0.0.1", port));
        Assert.False(result.IsSuccess);
        Assert.Equal("connection refused", result.Detail);
    }

    [Fact]
    public async Task A_server_that_resets_each_connection_at_once_is_an_answer_or_a_failure_and_never_more()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        var resetting = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var accepted = await listener.AcceptAsync();
                    accepted.LingerState = new LingerOption(true, 0);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over, while it waited or between two.
            }
        });
        for (var i = 0; i < 3000; i++) await AskAsync(new ProbeSpec.Tcp("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port));
        listener.Dispose();
        await resetting;
    }

    [Theory]
    [InlineData(64)]
    [InlineData(253)]
    [InlineData(300)]
    [InlineData(5000)]
    public async Task A_host_of_any_length_is_refused_or_a_failure(int length)
    {
        foreach (var host in (string[])[new('a', length), string.Join('.', Enumerable.Repeat("abc", length / 4)), "a..b", ".", "-", "[::1]x", "::1%", "ä", "a b"])
        {
            var spec = new ProbeSpec.Tcp(host, 1);
            if (ProbeProblems.Of(spec).Count == 0) Assert.False((await AskAsync(spec)).IsSuccess);
        }
    }

    private static Task<ProbeResult> AskAsync(ProbeSpec.Tcp spec) =>
        ProbeFactory.Create(spec, new ProbeTiming { Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System)!.ExecuteAsync(CancellationToken.None);
}
