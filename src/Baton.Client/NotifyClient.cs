using Baton.Client.Http;
using Baton.Contracts;

namespace Baton.Client;

/// <summary>Who is told of events.</summary>
public sealed class NotifyClient
{
    private readonly HttpEndpoint _endpoint;

    internal NotifyClient(HttpEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>All targets of the manifest, with what became of them.</summary>
    public async Task<IReadOnlyList<NotifyRecord>> ListAsync(CancellationToken ct = default) => (await _endpoint.GetAsync("/api/v1/notify", WireJson.Default.PageNotifyRecord, ct)).Items;

    /// <summary>Sends a message that is no event, and tells what became of it.</summary>
    /// <param name="name">To which target.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<NotifyTestRecord> TestAsync(string name, CancellationToken ct = default) =>
        _endpoint.PostAsync($"/api/v1/notify/{Uri.EscapeDataString(name)}/test", new NotifyTestRequest(), WireJson.Default.NotifyTestRequest, WireJson.Default.NotifyTestRecord, ct);
}
