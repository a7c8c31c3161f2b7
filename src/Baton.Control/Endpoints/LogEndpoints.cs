using System.Buffers;
using System.Text.Json;
using Baton.Control.Mapping;
using Baton.Control.Paging;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Control.Streams;
using Baton.Core;
using Baton.Supervision.Logs;
using Baton.Supervision.Services;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/logs</c>: what services wrote, as pages or as a stream.</summary>
internal static class LogEndpoints
{
    public static Task GetAsync(ControlRequest request)
    {
        var reader = new QueryReader(request.Context.Request, "service", "stream", "run", "previous", "since", "until", "grep", "ignore_case", "tail", "limit", "cursor");
        var query = Read(reader, request.Sources.Time.GetUtcNow(), request.Sources.Supervisor);
        var limit = reader.Limit();
        return request.WantsStream ? LogStreaming.RunAsync(request, query) : PageAsync(request, query, limit);
    }

    private static LogQuery Read(QueryReader reader, DateTimeOffset now, Supervisor supervisor)
    {
        var stream = reader.Text("stream");
        var (grep, ignoresCase) = (reader.Text("grep"), reader.Flag("ignore_case"));
        return new LogQuery
        {
            Services = ServicesOf(reader.Texts("service"), supervisor),
            Stream = stream is null ? null : LogLines.StreamOf(stream) ?? throw ProblemException.Invalid("parameter \"stream\" must be stdout, stderr or baton"),
            Run = (int?)reader.Number("run", 1, int.MaxValue),
            Previous = reader.Flag("previous"),
            Since = reader.Time("since", now),
            Until = reader.Time("until", now),
            Grep = grep is null ? null : new LogFilter(grep, ignoresCase),
            Tail = (int?)reader.Number("tail", 0, LogQuery.MaxTail),
            Cursor = reader.Text("cursor"),
        };
    }

    private static IReadOnlyList<string> ServicesOf(IReadOnlyList<string> names, Supervisor supervisor)
    {
        if (names.Count == 0) return [];
        // None would mean all of them.
        return supervisor.NamesOf(names) is { Count: > 0 } services ? services : throw new BatonException(ErrorCode.NotFound, $"\"{names[0]}\" has no replica now, and so no log");
    }

    private static async Task PageAsync(ControlRequest request, LogQuery query, int limit)
    {
        var batch = new LogBatch(limit);
        var page = await request.Sources.Logs.ReadAsync(query, batch, request.Gone);
        var body = new ArrayBufferWriter<byte>(16 * 1024);
        using (var writer = new Utf8JsonWriter(body, Answer.Writing))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("items");
            LogLines.Write(writer, batch);
            if (page.Next is not null) writer.WriteString("next", page.Next);
            writer.WriteEndObject();
        }

        PageLink.Set(request.Context, page.Next);
        await Answer.WriteAsync(request.Context, body.WrittenMemory);
    }
}
