using Baton.Client.Http;
using Baton.Contracts;

namespace Baton.Client;

/// <summary>The daemon itself.</summary>
public sealed class SystemClient
{
    private readonly HttpEndpoint _endpoint;

    internal SystemClient(HttpEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>What the daemon says about itself.</summary>
    public Task<SystemRecord> GetAsync(CancellationToken ct = default) => _endpoint.GetAsync("/api/v1/system", WireJson.Default.SystemRecord, ct);

    /// <summary>
    /// Stops everything and ends the daemon. Returns at once; it is done when a stream of events, followed from before, ends.
    /// </summary>
    /// <param name="kill">Kill all trees at once; may follow an earlier, gentle request.</param>
    /// <param name="ct">Ends the waiting, not the shutdown.</param>
    public Task<SystemRecord> ShutdownAsync(bool kill = false, CancellationToken ct = default) =>
        _endpoint.PostAsync("/api/v1/system/shutdown", new ShutdownRequest(kill), WireJson.Default.ShutdownRequest, WireJson.Default.SystemRecord, ct);
}
