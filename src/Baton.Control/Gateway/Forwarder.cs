using System.Security.Cryptography;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Health.Routes;

namespace Baton.Control.Gateway;

/// <summary>
/// Lets somebody else answer: asks the breaker, sends the request on, tells the breaker, and hands the answer on. Nothing is kept of either but one piece
/// of the body; what was sent once is sent again only where that can do no harm.
/// </summary>
internal sealed class Forwarder(ControlSources sources) : IDisposable
{
    private readonly HttpMessageInvoker _client = UpstreamClient.Create();
    // A request that comes with it has been here before.
    private readonly string _pseudonym = $"baton-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
    private int _open;

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="route">Its route.</param>
    /// <param name="target">What was asked for.</param>
    /// <exception cref="ProblemException">Nobody answers; nothing of an answer has been written.</exception>
    public async Task ForwardAsync(ControlRequest request, GatewayRoute route, RawTarget target)
    {
        var figures = sources.Forwarded.Of(route.Name);
        if (Interlocked.Increment(ref _open) > Limits.Forwarded)
        {
            Interlocked.Decrement(ref _open);
            figures.Refused("busy");
            throw GatewayProblems.Unavailable(route, $"{Limits.Forwarded} requests are being forwarded already", TimeSpan.FromSeconds(1));
        }

        figures.Began();
        try
        {
            ForwardedRequest.Check(request.Context, route, _pseudonym);
            await TryAsync(request, route, target, figures);
        }
        finally
        {
            figures.Ended();
            Interlocked.Decrement(ref _open);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task TryAsync(ControlRequest request, GatewayRoute route, RawTarget target, RouteFigures figures)
    {
        var left = ForwardedRequest.MayRepeat(request.Context) ? route.Retries : 0;
        while (true)
        {
            var permit = await LetGoAsync(route, figures, canTry: !ForwardedRequest.HasBody(request.Context));
            try
            {
                using var attempt = new ForwardAttempt(request, route, sources.Time);
                await attempt.SendAsync(_client, DestinationOf(route, target, figures), _pseudonym);
                permit?.Report(attempt.Judgement);
                if (!attempt.IsWorthRepeating || left == 0)
                {
                    if (!await attempt.HandOnAsync()) figures.BrokeOff();
                    return;
                }
            }
            finally
            {
                // Whatever became of it, a breaker that waits for this call waits no longer.
                permit?.Report(null);
            }

            left--;
            figures.Retried();
            await Task.Delay(route.RetryDelay, sources.Time, request.Gone);
        }
    }

    private Uri DestinationOf(GatewayRoute route, RawTarget target, RouteFigures figures)
    {
        try
        {
            return Destination.Of(route, target, sources);
        }
        catch (ProblemException)
        {
            figures.Refused("service");
            throw;
        }
    }

    /// <summary>What the breaker is to be told by; null where there is none. A closed one costs a look.</summary>
    /// <param name="route">The route.</param>
    /// <param name="figures">What is counted of it.</param>
    /// <param name="canTry">It may be the one trial of a half-open breaker: not a request with a body, which its client could send as slowly as it likes.</param>
    private async ValueTask<CallPermit?> LetGoAsync(GatewayRoute route, RouteFigures figures, bool canTry)
    {
        if (route.Monitor is not { } name || sources.Monitors is not { } fleet || fleet.Find(name) is null) return null;
        // Not given up when whoever asked has gone: a permit that nobody takes would never be reported.
        if ((fleet.LetGoWhileClosed(name) ?? (canTry ? await fleet.AskForCallAsync(name, CancellationToken.None) : null)) is { } permit) return permit;
        figures.Refused("breaker");
        var breaker = fleet.Find(name)?.State.Breaker;
        if (breaker?.Phase == BreakerPhase.Isolated) throw GatewayProblems.Unavailable(route, $"the breaker of monitor \"{name}\" was opened by a person");
        throw GatewayProblems.Unavailable(route, $"the breaker of monitor \"{name}\" is open", breaker?.Phase == BreakerPhase.Open ? breaker.Until - fleet.Now : TimeSpan.FromSeconds(1));
    }
}
