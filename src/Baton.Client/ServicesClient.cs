using Baton.Client.Blocking;
using Baton.Client.Http;
using Baton.Contracts;

namespace Baton.Client;

/// <summary>Services: list, start, stop, restart.</summary>
public sealed class ServicesClient
{
    private const string Root = "/api/v1/services";
    private readonly HttpEndpoint _endpoint;

    internal ServicesClient(HttpEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>All services, in the order of the manifest; walks the pages.</summary>
    public async Task<IReadOnlyList<ServiceRecord>> ListAsync(CancellationToken ct = default)
    {
        var all = new List<ServiceRecord>();
        string? cursor = null;
        do
        {
            var target = new TargetBuilder(Root).With("limit", 1000).With("cursor", cursor).ToString();
            var page = await _endpoint.GetAsync(target, WireJson.Default.PageServiceRecord, ct);
            // Otherwise a server that repeats itself would keep us here for ever.
            if (page.Next is not null && (page.Items.Count == 0 || page.Next == cursor)) throw new InvalidAnswerException("a page leads nowhere");
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return all;
    }

    /// <summary>
    /// The same, for a program that has nothing else to do meanwhile: blocks, and costs a new process a third of what
    /// <see cref="ListAsync"/> does. For a daemon behind a Unix socket only.
    /// </summary>
    /// <param name="names">Services and groups; none means all.</param>
    public IReadOnlyList<ServiceRecord> List(IReadOnlyList<string>? names = null)
    {
        var all = new List<ServiceRecord>();
        var target = PageOf(names, null);
        while (true)
        {
            var before = all.Count;
            var answer = BlockingExchange.Get(_endpoint, target);
            if (!answer.Head.IsOk) throw HttpEndpoint.ProblemOf(answer.Head, answer.Body);
            if (ServicePageReader.Read(answer.Body.Span, all) is not { } cursor) return all;
            var next = PageOf(names, cursor);
            if (next == target || all.Count == before) throw new InvalidAnswerException("a page leads nowhere");
            target = next;
        }
    }

    /// <summary>One service.</summary>
    public Task<ServiceRecord> GetAsync(string name, CancellationToken ct = default) =>
        _endpoint.GetAsync($"{Root}/{Uri.EscapeDataString(name)}", WireJson.Default.ServiceRecord, ct);

    /// <summary>Why a service is in its state.</summary>
    /// <param name="name">The service.</param>
    /// <param name="last">How many stories back, 1 to 50; null means 1: what led to the present state.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<WhyRecord> WhyAsync(string name, int? last = null, CancellationToken ct = default) =>
        _endpoint.GetAsync(new TargetBuilder($"{Root}/{Uri.EscapeDataString(name)}/why").With("last", last).ToString(), WireJson.Default.WhyRecord, ct);

    /// <summary>What a service is run with, its environment too; through a Unix socket only.</summary>
    /// <param name="name">The service.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<LaunchRecord> LaunchAsync(string name, CancellationToken ct = default) =>
        _endpoint.GetAsync($"{Root}/{Uri.EscapeDataString(name)}/launch", WireJson.Default.LaunchRecord, ct);

    /// <summary>Who depends on whom.</summary>
    /// <param name="names">Services and groups; none means all.</param>
    /// <param name="withChain">With what the last start spent its time on.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<GraphRecord> GraphAsync(IReadOnlyList<string> names, bool withChain = false, CancellationToken ct = default)
    {
        var target = new TargetBuilder("/api/v1/graph");
        foreach (var name in names) target.With("service", name);
        if (withChain) target.With("chain", "true");
        return _endpoint.GetAsync(target.ToString(), WireJson.Default.GraphRecord, ct);
    }

    /// <summary>Starts services and what they depend on; returns when each is ready, completed or has failed.</summary>
    /// <param name="request">Which, and for how long to wait; names empty means all.</param>
    /// <param name="ct">Ends the waiting, not the start.</param>
    public Task<ServicesResult> StartAsync(ServicesRequest request, CancellationToken ct = default) => PostAsync("start", request, ct);

    /// <summary>Stops services, what depends on them first; returns when each is truly stopped.</summary>
    /// <param name="request">Which, and for how long to wait; names empty means all.</param>
    /// <param name="ct">Ends the waiting, not the stop.</param>
    public Task<ServicesResult> StopAsync(ServicesRequest request, CancellationToken ct = default) => PostAsync("stop", request, ct);

    /// <summary>Stops services, then starts them again; those that did not run are started.</summary>
    /// <param name="request">Which, and for how long to wait; names empty means all.</param>
    /// <param name="ct">Ends the waiting, not the restart.</param>
    public Task<ServicesResult> RestartAsync(ServicesRequest request, CancellationToken ct = default) => PostAsync("restart", request, ct);

    /// <summary>Returns when each service is as wanted, or will not be by itself; touches nothing.</summary>
    /// <param name="request">Which, for what, and for how long; names empty means all.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<ServicesResult> WaitAsync(WaitRequest request, CancellationToken ct = default) =>
        _endpoint.PostAndWaitAsync($"{Root}/wait", request, WireJson.Default.WaitRequest, WireJson.Default.ServicesResult, ct);

    /// <summary>Says that <c>up</c> is to start services, or with <paramref name="isEnabled"/> false that it is not; survives everything.</summary>
    /// <param name="isEnabled">Which of the two.</param>
    /// <param name="request">Which services, and whether to start or stop them too.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<ServicesResult> EnableAsync(bool isEnabled, EnableRequest request, CancellationToken ct = default) =>
        _endpoint.PostAndWaitAsync($"{Root}/{(isEnabled ? "enable" : "disable")}", request, WireJson.Default.EnableRequest, WireJson.Default.ServicesResult, ct);

    /// <summary>Sends a signal to all processes of the present runs; no stop, and nothing is waited for.</summary>
    /// <param name="request">Which services, and which signal.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<ServicesResult> KillAsync(KillRequest request, CancellationToken ct = default) =>
        _endpoint.PostAsync($"{Root}/kill", request, WireJson.Default.KillRequest, WireJson.Default.ServicesResult, ct);

    /// <summary>Lets there be other numbers of replicas; all of them or none.</summary>
    /// <param name="request">Of what how many, and whether to wait.</param>
    /// <param name="ct">Ends the waiting, not what is done.</param>
    public Task<ReloadRecord> ScaleAsync(ScaleRequest request, CancellationToken ct = default) =>
        _endpoint.PostAndWaitAsync($"{Root}/scale", request, WireJson.Default.ScaleRequest, WireJson.Default.ReloadRecord, ct);

    private static string PageOf(IReadOnlyList<string>? names, string? cursor)
    {
        // The usual case without the escaping of addresses, whose code a new process would have to load.
        if (names is null && cursor is null) return $"{Root}?limit=1000";
        var target = new TargetBuilder(Root).With("limit", 1000);
        foreach (var name in names ?? []) target.With("service", name);
        return target.With("cursor", cursor).ToString();
    }

    private Task<ServicesResult> PostAsync(string act, ServicesRequest request, CancellationToken ct) =>
        _endpoint.PostAndWaitAsync($"{Root}/{act}", request, WireJson.Default.ServicesRequest, WireJson.Default.ServicesResult, ct);
}
