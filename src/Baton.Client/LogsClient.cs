using System.Globalization;
using Baton.Client.Http;
using Baton.Contracts;

namespace Baton.Client;

/// <summary>What services wrote.</summary>
public sealed class LogsClient
{
    private readonly HttpEndpoint _endpoint;

    internal LogsClient(HttpEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>One page of lines; <see cref="Page{T}.Next"/>, given back as <see cref="LogQuery.Cursor"/>, leads to the next.</summary>
    public Task<Page<LogLine>> QueryAsync(LogQuery query, CancellationToken ct = default) =>
        _endpoint.GetAsync(Target(query).With("limit", query.Limit).With("cursor", query.Cursor).ToString(), WireJson.Default.PageLogLine, ct);

    /// <summary>
    /// The lines there are, then new ones as they are written, in batches as they arrive. Ends when the daemon says so
    /// (<see cref="LogStream.EndReason"/>); a lost connection throws, and whether to go on from <see cref="LogStream.LastId"/> is the
    /// caller's choice. Enumerate it once.
    /// </summary>
    public LogStream FollowAsync(LogQuery query) => new(_endpoint, Target(query).ToString(), query.Cursor);

    private static TargetBuilder Target(LogQuery query)
    {
        var target = new TargetBuilder("/api/v1/logs");
        foreach (var service in query.Services) target.With("service", service);
        return target.With("stream", query.Stream).With("run", query.Run).With("previous", query.Previous ? "true" : null)
            .With("since", Text(query.Since)).With("until", Text(query.Until)).With("grep", query.Grep)
            .With("ignore_case", query.IgnoresCase ? "true" : null).With("tail", query.Tail);
    }

    private static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
