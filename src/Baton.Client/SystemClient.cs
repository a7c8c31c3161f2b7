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
    public Task<SystemRecord> ShutdownAsync(bool kill = false, CancellationToken ct = default) => ShutdownAsync(new ShutdownRequest(kill), ct);

    /// <summary>Ends daemon and guardian, and leaves running what runs. Returns at once.</summary>
    /// <param name="ct">Ends the waiting, not the end.</param>
    public Task<SystemRecord> LeaveAsync(CancellationToken ct = default) => ShutdownAsync(new ShutdownRequest(Keep: true), ct);

    /// <summary>Lets another program be the daemon. Returns at once, with the record of the daemon that goes.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="ct">Ends the waiting, not the upgrade.</param>
    public Task<SystemRecord> UpgradeAsync(string program, CancellationToken ct = default) =>
        _endpoint.PostAsync("/api/v1/system/upgrade", new UpgradeRequest(program), WireJson.Default.UpgradeRequest, WireJson.Default.SystemRecord, ct);

    private Task<SystemRecord> ShutdownAsync(ShutdownRequest request, CancellationToken ct) =>
        _endpoint.PostAsync("/api/v1/system/shutdown", request, WireJson.Default.ShutdownRequest, WireJson.Default.SystemRecord, ct);
}
