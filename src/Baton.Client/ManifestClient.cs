using Baton.Client.Http;
using Baton.Contracts;

namespace Baton.Client;

/// <summary>The manifest of the daemon.</summary>
public sealed class ManifestClient
{
    private const string Root = "/api/v1/manifest";
    private readonly HttpEndpoint _endpoint;

    internal ManifestClient(HttpEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>The one that is in force.</summary>
    public Task<ManifestRecord> GetAsync(CancellationToken ct = default) => _endpoint.GetAsync(Root, WireJson.Default.ManifestRecord, ct);

    /// <summary>What a reload would do; changes nothing.</summary>
    /// <param name="request">With which manifest.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<PlanRecord> PlanAsync(PlanRequest request, CancellationToken ct = default) =>
        _endpoint.PostAndWaitAsync($"{Root}/plan", request, WireJson.Default.PlanRequest, WireJson.Default.PlanRecord, ct);

    /// <summary>Puts a manifest in force; returns when what that started is ready, or will not be, and what it stopped is gone.</summary>
    /// <param name="request">Which, and how.</param>
    /// <param name="ct">Ends the waiting, not the reload.</param>
    public Task<ReloadRecord> ReloadAsync(ReloadRequest request, CancellationToken ct = default) =>
        _endpoint.PostAndWaitAsync($"{Root}/reload", request, WireJson.Default.ReloadRequest, WireJson.Default.ReloadRecord, ct);
}
