using Baton.Probes.Specs;

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

    private static Task<ProbeResult> AskAsync(ProbeSpec.Tcp spec) =>
        ProbeFactory.Create(spec, new ProbeTiming { Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System)!.ExecuteAsync(CancellationToken.None);
}
