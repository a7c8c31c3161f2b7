using Baton.Probes.Addresses;

namespace Baton.Probes.Http;

/// <summary>
/// A client connects apart from the request that it connects for, so that a request that is given up does not learn what its connection waited for. This tells
/// it when that was the look-up of a name which did not come to its turn.
/// </summary>
internal sealed class LookUpWatch(Reach reach, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly HttpRequestOptionsKey<Connecting> Key = new("baton.connecting");

    /// <summary>Notes where a connection is made to for a request; null when it is made.</summary>
    public static void Note(HttpRequestMessage request, string? host)
    {
        if (request.Options.TryGetValue(Key, out var connecting)) connecting.Host = host;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var connecting = new Connecting();
        request.Options.Set(Key, connecting);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException e) when (e is not NoTurnException && connecting.Host is { } host && reach.IsWaiting(host))
        {
            throw new NoTurnException(host, e, cancellationToken);
        }
    }

    private sealed class Connecting
    {
        private volatile string? _host;

        public string? Host
        {
            get => _host;
            set => _host = value;
        }
    }
}
