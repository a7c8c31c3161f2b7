using System.Globalization;
using Baton.Control.Routing;
using Microsoft.AspNetCore.Connections;

namespace Baton.Control.Metrics;

/// <summary>
/// What the API's server did since the daemon began: counted where it happens, in arrays that are there from the first request on, without a
/// lock. Requests are counted by route, never by path, so that nobody can make more of them.
/// </summary>
internal sealed class HttpFigures
{
    private static readonly string[] Codes =
    [
        "200", "201", "202", "204", "206", "301", "302", "303", "304", "307", "308", "400", "401", "403", "404", "405", "406", "408", "409", "410", "412", "413", "414", "415",
        "422", "429", "431", "499", "500", "501", "502", "503", "504", "other",
    ];

    private static readonly Histogram Durations = new("baton_http_request_duration_seconds", [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30]);
    private static readonly byte[] IndexOfCode = IndexCodes();
    private static readonly Dictionary<Route, int> IndexOfRoute = IndexRoutes();

    private readonly long[] _requests = new long[(Routes.All.Count + 1) * Codes.Length];
    private readonly DurationBuckets[] _durations = [.. Enumerable.Range(0, Routes.All.Count + 1).Select(static _ => new DurationBuckets(Durations))];
    private long _connections;
    private long _connectionsOpen;
    private long _streams;

    /// <summary>Counts the connections that pass through.</summary>
    public ConnectionDelegate Counting(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _connections);
        Interlocked.Increment(ref _connectionsOpen);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connectionsOpen);
        }
    };

    /// <summary>A stream of events or lines has begun.</summary>
    public void StreamBegan() => Interlocked.Increment(ref _streams);

    /// <summary>It has ended.</summary>
    public void StreamEnded() => Interlocked.Decrement(ref _streams);

    /// <summary>A request has been answered.</summary>
    /// <param name="route">Its route; null: it had none.</param>
    /// <param name="status">Its status; 499 when whoever asked had gone.</param>
    /// <param name="took">How long that took; null for a stream, whose end says nothing of the server.</param>
    public void Answered(Route? route, int status, TimeSpan? took)
    {
        var at = route is null ? Routes.All.Count : IndexOfRoute[route];
        Interlocked.Increment(ref _requests[(at * Codes.Length) + IndexOfCode[Math.Clamp(status, 0, IndexOfCode.Length - 1)]]);
        if (took is { } duration) _durations[at].Count(duration);
    }

    /// <summary>Writes all of it.</summary>
    public void Write(MetricsWriter to)
    {
        to.Family("baton_http_requests_total", "counter", "Requests answered, by route and status; 499: whoever asked had gone.");
        for (var i = 0; i < _requests.Length; i++)
        {
            if (Volatile.Read(ref _requests[i]) is > 0 and var count) WriteRequests(to, i / Codes.Length, Codes[i % Codes.Length], count);
        }

        to.Family(Durations.Family, "histogram", "Time from a request to the end of its answer, by route; without streams.");
        for (var i = 0; i < _durations.Length; i++)
        {
            if (!_durations[i].IsEmpty) _durations[i].Write(to, new MetricLabel("route", NameOf(i)));
        }

        to.Family("baton_http_connections", "gauge", "Connections that are open now.");
        to.Sample("baton_http_connections", Interlocked.Read(ref _connectionsOpen));
        to.Family("baton_http_connections_total", "counter", "Connections since the daemon began.");
        to.Sample("baton_http_connections_total", Interlocked.Read(ref _connections));
        to.Family("baton_http_streams", "gauge", "Streams of events and lines that are open now.");
        to.Sample("baton_http_streams", Interlocked.Read(ref _streams));
    }

    private static void WriteRequests(MetricsWriter to, int route, string code, long count) => to.Sample(
        "baton_http_requests_total", count, new MetricLabel("method", route < Routes.All.Count ? Routes.All[route].Method : "any"), new MetricLabel("route", NameOf(route)), new MetricLabel("code", code));

    private static string NameOf(int route) => route < Routes.All.Count ? Routes.All[route].Path : "none";

    private static Dictionary<Route, int> IndexRoutes()
    {
        // Routes are equal when all of them is; there is one object of each.
        var index = new Dictionary<Route, int>(Routes.All.Count, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < Routes.All.Count; i++) index.Add(Routes.All[i], i);
        return index;
    }

    private static byte[] IndexCodes()
    {
        var index = new byte[600];
        Array.Fill(index, (byte)(Codes.Length - 1));
        for (var i = 0; i < Codes.Length - 1; i++) index[int.Parse(Codes[i], CultureInfo.InvariantCulture)] = (byte)i;
        return index;
    }
}
