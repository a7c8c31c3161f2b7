using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Baton.Processes;
using Baton.Processes.Output.Compression;
using Baton.TestKit;

namespace Baton.Supervision.Logs.Tests;

/// <summary>Log files as the pump writes them, and a reader of them.</summary>
internal sealed class LogFixture : IDisposable
{
    private static readonly DateTime Began = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();

    public LogFixture(params string[] services)
    {
        Services = services.Length == 0 ? ["a"] : services;
        Reader = NewReader();
        Activity = new LogActivity(Commands.Enqueue);
    }

    public IReadOnlyList<string> Services { get; }

    public LogReader Reader { get; }

    public LogActivity Activity { get; }

    public ManualTime Time { get; } = new();

    public ConcurrentQueue<ProcessCommand> Commands { get; } = new();

    public string Logs => _folder["logs"];

    /// <summary>A reader that knows nothing of earlier ones, as after a restart of the daemon.</summary>
    public LogReader NewReader() => new(Logs, () => Services);

    public string PathOf(string service, int run, int? segment = null)
    {
        Directory.CreateDirectory(Path.Combine(Logs, service));
        var number = segment is null ? "" : string.Create(CultureInfo.InvariantCulture, $".{segment}");
        return Path.Combine(Logs, service, string.Create(CultureInfo.InvariantCulture, $"{service}-20260101-000000-r{run}{number}.log"));
    }

    /// <summary>Adds lines to the file a run writes to, one a millisecond.</summary>
    public void Write(string service, int run, int atMs, params string[] lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(CultureInfo.InvariantCulture, $"{Stamp(atMs++)} [stdout] {line}\n");
        Append(service, run, text.ToString());
    }

    public void Append(string service, int run, string text) => File.AppendAllText(PathOf(service, run), text);

    /// <summary>The pump's rotation: the file gets a number, the next write makes a new one.</summary>
    public void Rotate(string service, int run, int segment) => File.Move(PathOf(service, run), PathOf(service, run, segment));

    /// <summary>As the compression does it: a temporary file, then its name, then the plain one goes.</summary>
    public void Compress(string service, int run, int? segment = null)
    {
        var path = PathOf(service, run, segment);
        var text = File.ReadAllBytes(path);
        using (var member = new MemoryStream())
        using (var file = File.Create(path + ".gz.tmp"))
        {
            for (var at = 0; at < text.Length; at += LogMember.TextBytesOf(text.Length))
            {
                LogMember.Write(text.AsSpan(at, Math.Min(text.Length - at, LogMember.TextBytesOf(text.Length))), member);
                file.Write(member.GetBuffer().AsSpan(0, (int)member.Length));
            }
        }

        File.Move(path + ".gz.tmp", path + ".gz");
        File.Delete(path);
    }

    public static DateTime TimeOf(int ms) => Began.AddMilliseconds(ms);

    public void Grew(string service, int run) => Activity.On(new ProcessEvent.OutputGrew(new RunId(service, run), 0, 0));

    public static string Stamp(int ms) => Began.AddMilliseconds(ms).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public async Task<(List<string> Texts, string? Next)> ReadAsync(LogQuery? query = null, int limit = 1000, LogReader? reader = null)
    {
        var batch = new LogBatch(limit);
        var page = await (reader ?? Reader).ReadAsync(query ?? new LogQuery(), batch, CancellationToken.None);
        return (Texts(batch), page.Next);
    }

    /// <summary>All pages, one after the other.</summary>
    public async Task<List<string>> ReadAllAsync(LogQuery query, int limit)
    {
        var all = new List<string>();
        for (var pages = 0; pages < 10_000; pages++)
        {
            var (texts, next) = await ReadAsync(query, limit);
            all.AddRange(texts);
            if (next is null) return all;
            query = query with { Cursor = next, Tail = null };
        }

        throw new InvalidOperationException("the pages do not end");
    }

    public Task<LogFollower> FollowAsync(LogQuery? query = null) =>
        LogFollower.StartAsync(Reader, Activity, query ?? new LogQuery(), Time, CancellationToken.None);

    /// <summary>The next batch, with a limit on the wait.</summary>
    public static async Task<List<string>> NextAsync(LogFollower follower, int limit = 1000)
    {
        var batch = new LogBatch(limit);
        await follower.ReadAsync(batch, CancellationToken.None).WaitAsync(Eventually.Limit);
        return Texts(batch);
    }

    /// <summary>Text of each line, with a <c>+</c> before the continued ones and <c>baton:</c> before notes.</summary>
    public static List<string> Texts(LogBatch batch)
    {
        var texts = new List<string>();
        foreach (var entry in batch.Entries)
        {
            var note = entry.Stream == LogStreamKind.Baton ? "baton:" : "";
            texts.Add($"{note}{(entry.IsContinued ? "+" : "")}{Encoding.UTF8.GetString(batch.TextOf(entry))}");
        }

        return texts;
    }

    public void Dispose()
    {
        Reader.Dispose();
        _folder.Dispose();
    }
}
