using System.Text;
using Baton.Probes.Specs;
using Baton.TestKit;
using Microsoft.AspNetCore.Http;

namespace Baton.Probes.Tests.Http;

public class GrpcProbeTests
{
    [Theory]
    [InlineData(1, true, "SERVING after")]
    [InlineData(2, false, "NOT_SERVING after")]
    [InlineData(3, false, "SERVICE_UNKNOWN after")]
    [InlineData(0, false, "UNKNOWN after")]
    [InlineData(77, false, "state 77 after")]
    public async Task Only_serving_is_a_success(byte state, bool isSuccess, string detail)
    {
        byte[]? asked = null;
        await using var server = await GrpcServer.StartAsync((context, body) =>
        {
            asked = body;
            Assert.Equal("/grpc.health.v1.Health/Check", context.Request.Path);
            Assert.Equal("trailers", context.Request.Headers.TE);
            Assert.Equal("application/grpc", context.Request.ContentType);
            return GrpcServer.SayAsync(context, "0", state == 0 ? [0, 0, 0, 0, 0] : [0, 0, 0, 0, 2, 8, state]);
        });
        for (var i = 0; i < 2; i++)
        {
            var result = await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", server.Port) { Service = "shop.Cart" });
            if (isSuccess) Asking.Succeeded(result, detail);
            else Asking.Failed(result, FailureKind.Status, detail);
        }

        Assert.Equal([0, 0, 0, 0, 11, 10, 9, .. Encoding.ASCII.GetBytes("shop.Cart")], asked);
    }

    [Fact]
    public async Task Over_tls_and_with_long_intervals_it_is_asked_too()
    {
        using var certificate = Certificates.OfItself("localhost");
        await using var server = await GrpcServer.StartAsync((context, body) =>
        {
            Assert.Equal([0, 0, 0, 0, 0], body);
            return GrpcServer.SayAsync(context, "0", [0, 0, 0, 0, 2, 8, 1]);
        }, certificate);
        var spec = new ProbeSpec.Grpc("localhost", server.Port) { UsesTls = true, IsInsecure = true };
        var result = await Asking.AskAsync(spec);
        Asking.Succeeded(result, "SERVING");
        Assert.NotNull(result.CertificateExpires);
        Asking.Failed(await Asking.AskAsync(spec with { IsInsecure = false }), FailureKind.Tls, "certificate or TLS failure");
        var slow = ProbeFactory.Create(spec, new ProbeTiming { Interval = TimeSpan.FromMinutes(1), Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System)!;
        for (var i = 0; i < 2; i++) Asking.Succeeded(await slow.ExecuteAsync(CancellationToken.None), "SERVING");
    }

    [Theory]
    [InlineData("5", null, "NOT_FOUND after", ": the server knows no service \"shop.Cart\"")]
    [InlineData("12", null, "UNIMPLEMENTED after", ": the server has no health service")]
    [InlineData("14", "no%20leader", "UNAVAILABLE after", ": no leader")]
    [InlineData("99", null, "status 99 after", "")]
    public async Task Another_status_is_told_by_its_name(string status, string? reason, string detail, string more)
    {
        await using var server = await GrpcServer.StartAsync((context, _) => GrpcServer.SayAsync(context, status, [], reason));
        var result = await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", server.Port) { Service = "shop.Cart" });
        Asking.Failed(result, FailureKind.Status, detail);
        Assert.EndsWith(more, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_where_the_headers_are_counts_too()
    {
        await using var server = await GrpcServer.StartAsync((context, _) =>
        {
            context.Response.Headers["grpc-status"] = "12";
            return Task.CompletedTask;
        });
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", server.Port)), FailureKind.Status, "UNIMPLEMENTED");
    }

    [Fact]
    public async Task Http_that_is_no_grpc_is_a_failure()
    {
        await using var missing = await GrpcServer.StartAsync((context, _) => Task.FromResult(context.Response.StatusCode = 404));
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", missing.Port)), FailureKind.Status, "HTTP 404 after");
        await using var page = await GrpcServer.StartAsync((context, _) => context.Response.WriteAsync("hello"));
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", page.Port)), FailureKind.Protocol, "no valid gRPC answer: it says no grpc-status");
        await using var endless = await GrpcServer.StartAsync(async (context, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[4096]);
        });
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", endless.Port)), FailureKind.Protocol, "longer than 64 KiB");
        await using var old = new RawServer(RawServer.Ok());
        var result = await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", old.Port), TimeSpan.FromSeconds(3));
        Assert.Contains(result.Failure?.Kind, (FailureKind?[])[FailureKind.Protocol, FailureKind.Closed]);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 2, 8, 1 }, "compressed")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 8, 1 }, "its length is not what it says")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 8 }, "cut off")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 18, 200 }, "cut off")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 255 }, "cut off")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 11 }, "no known kind")]
    [InlineData(new byte[0], "it is empty")]
    public async Task A_broken_message_is_a_failure(byte[] framed, string problem)
    {
        await using var server = await GrpcServer.StartAsync((context, _) => GrpcServer.SayAsync(context, "0", framed));
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", server.Port)), FailureKind.Protocol, problem);
    }

    [Fact]
    public async Task Fields_of_newer_versions_are_passed_over()
    {
        await using var newer = await GrpcServer.StartAsync((context, _) => GrpcServer.SayAsync(context, "0", [0, 0, 0, 0, 13, 18, 2, 1, 2, 24, 5, 37, 1, 2, 3, 4, 8, 1]));
        Asking.Succeeded(await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", newer.Port)), "SERVING");
    }

    [Fact]
    public async Task Nobody_there_is_a_refused_connection() =>
        Asking.Failed(await Asking.AskAsync(new ProbeSpec.Grpc("127.0.0.1", StreamServer.UnusedPort())), FailureKind.Refused, "connection refused");
}
