using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Baton.Probes.Tests.Http;

/// <summary>A real HTTP/2 server on loopback, with or without TLS, that answers as a test wants.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private GrpcServer(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<GrpcServer> StartAsync(Func<HttpContext, byte[], Task> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        var application = builder.Build();
        application.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await answer(context, body.ToArray());
        });
        await application.StartAsync();
        return new GrpcServer(application);
    }

    /// <summary>An answer of the health service.</summary>
    public static async Task SayAsync(HttpContext context, string status, byte[] framed, string? reason = null)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(framed);
        context.Response.AppendTrailer("grpc-status", status);
        if (reason is not null) context.Response.AppendTrailer("grpc-message", reason);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
