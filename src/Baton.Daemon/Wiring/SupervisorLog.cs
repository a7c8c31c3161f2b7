using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Contracts;
using Baton.Core.Actors;
using Baton.Core.Notices;
using Baton.Health.Manifests;

namespace Baton.Daemon.Wiring;

/// <summary>
/// Notices to people who read files: one line each in <c>logs/orchestrator/orchestrator-YYYYMMDD-HHMMSS.log</c>. A file of more than
/// 10 MB is followed by a new one, and the newest five are kept. A disk that does not take it costs lines here and nothing elsewhere.
/// </summary>
internal sealed class SupervisorLog : IDisposable
{
    private const long RotateBytes = 10_000_000;
    private const int KeptFiles = 5;
    private const string Prefix = "orchestrator-";

    // Nobody takes a log for a page of HTML, and people read it, too.
    private static readonly WireJson Json = new(new JsonSerializerOptions(WireJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private readonly string _folder;
    private readonly bool _isJson;
    private readonly Func<OwnLogLevel> _level;
    private readonly TimeProvider _time;
    private readonly Actor<Notice?> _writer;
    private readonly IDisposable _listening;
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FileStream? _file;
    private long _lost;
    private bool _isPruned;

    /// <param name="logs">The folder with one folder per service.</param>
    /// <param name="isJson">Each line is an object.</param>
    /// <param name="notices">What is written.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    /// <param name="level">What of it.</param>
    public SupervisorLog(string logs, bool isJson, NoticeBoard notices, TimeProvider time, Action<Exception> crashed, Func<OwnLogLevel> level)
    {
        _level = level;
        _folder = Path.Combine(logs, "orchestrator");
        _isJson = isJson;
        _time = time;
        _writer = new Actor<Notice?>(ActorScheduler.ThreadPool, Write, crashed);
        _listening = notices.Listen(Take);
    }

    /// <summary>Writes what was published so far, then ends.</summary>
    public Task CloseAsync()
    {
        _listening.Dispose();
        _writer.Post(null);
        return _written.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _listening.Dispose();

    private void Take(Notice notice)
    {
        if (!IsWanted(notice)) return;
        if (!_writer.TryPost(notice)) Interlocked.Increment(ref _lost);
    }

    private bool IsWanted(Notice notice) => _level() switch
    {
        OwnLogLevel.Errors => EventLevels.Of(notice.What) == EventLevels.Error,
        OwnLogLevel.Warnings => EventLevels.Of(notice.What) != EventLevels.Info,
        _ => true,
    };

    private void Write(Notice? notice)
    {
        if (notice is null)
        {
            _file?.Dispose();
            _written.TrySetResult();
            return;
        }

        try
        {
            var lost = Interlocked.Exchange(ref _lost, 0);
            if (lost > 0) WriteLine(Line(new Notice(0, notice.Time, "daemon", "lost_lines", Cause: null, string.Create(CultureInfo.InvariantCulture, $"{lost} lines of this log could not be written"))));
            WriteLine(Line(notice));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _lost);
            _file?.Dispose();
            _file = null; // the next notice tries a new file
        }
    }

    private void WriteLine(string line)
    {
        if (_file is null || _file.Length > RotateBytes) Begin();
        _file!.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _file.Flush();
        if (_isPruned) return;
        // Only now: on a full disk one empty file after the other would push out what there is to read.
        foreach (var old in Directory.GetFiles(_folder, $"{Prefix}*.log").OrderDescending(StringComparer.Ordinal).Skip(KeptFiles)) File.Delete(old);
        _isPruned = true;
    }

    private void Begin()
    {
        _file?.Dispose();
        var name = $"{Prefix}{_time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.log";
        _file = new FileStream(Path.Combine(_folder, name), new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        _isPruned = false;
    }

    private string Line(Notice notice) => _isJson
        ? Escaped(JsonSerializer.Serialize(new LoggedEvent(notice.Time, EventLevels.Of(notice.What), notice.Subject, notice.What, notice.Seq > 0 ? notice.Seq : null, notice.Cause, notice.Detail), Json.LoggedEvent))
        : LineForPeople(notice);

    private static string LineForPeople(Notice notice) =>
        $"{Stamp(notice.Time)} {notice.Subject} {notice.What}{(notice.Detail is { } detail ? $" ({OneLine(detail)})" : "")}";

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    // What people and machines elsewhere wrote may not move the cursor of who reads it, nor turn the direction of the line.
    private static string OneLine(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(c => c == '\t' ? ' ' : char.IsControl(c) || TurnsText(c) ? '\uFFFD' : c));

    // In JSON such characters stand in texts alone, where they can be told by their numbers.
    private static string Escaped(string json) => json.Any(TurnsText)
        ? string.Concat(json.Select(c => TurnsText(c) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}") : c.ToString()))
        : json;

    private static bool TurnsText(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
