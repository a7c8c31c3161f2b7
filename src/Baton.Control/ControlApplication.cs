using Baton.Control.Access;
using Baton.Control.Access.Login;
using Baton.Control.Gateway;
using Baton.Control.Lists;
using Baton.Control.Routing;
using Baton.Control.Streams;
using Baton.Control.Turns;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Baton.Control;

/// <summary>Answers requests: checks access, finds the route, and turns what is thrown into a problem.</summary>
internal sealed class ControlApplication(ControlOptions options, ControlSources sources, Stopping stopping) : IHttpApplication<HttpContext>, IDisposable
{
    private readonly ServiceLists _lists = new();
    private readonly EventFrames _frames = new();
    private readonly OpenStreams _streams = new(options.StreamLimits, stopping);
    private readonly HistoryTurns _turns = new(sources.Time);
    private readonly GatewayRoutes _gateway = new(sources);
    private readonly AccessGuard _guard = new(new LoginAttempts(sources.Time), new RefusalNotices(sources.Notices, sources.Time));

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        Route? route = null;
        var began = sources.Time.GetTimestamp();
        try
        {
            PageSecurity.Watch(context);
            var peer = AccessCheck.Check(context, options.Access(), sources.Time.GetUtcNow());
            if (peer.CorsOrigin is { } origin) Cors.Allow(context, origin);
            if (Cors.AnswerPreflight(context, peer)) return;
            var forwarding = _gateway.Find(context);
            // What is open to all may get a token that is not for Baton.
            if (peer.HasWrongToken && forwarding?.Needs != Need.Nothing) _guard.Refusals.Tell(peer.Who);
            (route, var name) = forwarding is null ? Routes.Find(context.Request.Method, context.Request.Path.Value ?? "/") : (forwarding, "");
            AccessCheck.RefuseOtherSites(context.Request, peer, route);
            if (LoginPage.IsNeededFor(context, peer, route))
            {
                await LoginPage.LeadAsync(context);
                return;
            }

            AccessCheck.Demand(peer, route.Needs);
            await HandleAsync(new ControlRequest(context, peer, options, sources, name, stopping) { Guard = _guard, Lists = _lists, Frames = _frames, OpenStreams = _streams, Turns = _turns }, route);
        }
        catch (Exception e) when (e is StreamOverException || context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to hear of it.
        }
        catch (Exception e)
        {
            // The top of a request: its failure, whatever it is, must not be that of others.
            await FailAsync(context, route?.WriteProblem ?? Routes.ProblemsAt(context.Request.Path.Value ?? "/"), e);
        }
        finally
        {
            Count(context, route, began);
        }
    }

    /// <summary>Closes the connections to those who answer in its place.</summary>
    public void Dispose() => _gateway.Dispose();

    /// <summary>Whom the API answers has changed: ends the streams of those whom it does not any more.</summary>
    public void CheckStreams() => _streams.Check(options.Access());

    private async Task HandleAsync(ControlRequest request, Route route)
    {
        if (route.About?.IsStreamed != true || !request.WantsStream)
        {
            await route.Handle(request);
            return;
        }

        await using var stream = _streams.Begin(request.Peer, options.Access);
        await route.Handle(request with { Stopping = stream.Stopping });
    }

    private async Task FailAsync(HttpContext context, Func<HttpContext, Exception, Task<bool>> write, Exception e)
    {
        try
        {
            if (context.Response.HasStarted)
            {
                // The head is out, so the only honest sign is a broken connection.
                options.Bug(context.TraceIdentifier, What(context), e);
                context.Abort();
                return;
            }

            if (!await write(context, e)) options.Bug(context.TraceIdentifier, What(context), e);
        }
        catch (OperationCanceledException)
        {
            // It went away while it was told.
        }
    }

    private void Count(HttpContext context, Route? route, long began)
    {
        var isStream = context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;
        var isGone = !context.Response.HasStarted && context.RequestAborted.IsCancellationRequested;
        var status = isGone ? StatusCodes.Status499ClientClosedRequest : context.Response.StatusCode;
        var took = sources.Time.GetElapsedTime(began);
        if (route?.ForwardsAs is { } forwarding) sources.Forwarded.Of(forwarding).Answered(status, took);
        else sources.Http.Answered(route, status, isStream ? null : took);
    }

    private static string What(HttpContext context) => $"{context.Request.Method} {context.Request.Path}";
}
