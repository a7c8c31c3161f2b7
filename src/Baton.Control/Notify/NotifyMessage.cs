using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Contracts;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Supervision.Manifests.Targets;

namespace Baton.Control.Notify;

/// <summary>What somebody is told: one event, and how many came with it.</summary>
/// <param name="Notice">The event.</param>
/// <param name="Word">Its word, or <see cref="NotifyWords.Recovery"/>.</param>
internal sealed record NotifyMessage(Notice Notice, string Word)
{
    private const string ServicePrefix = "service/";
    private const string MonitorPrefix = "monitor/";
    private const int MostNamed = 10;
    private const int LongestDetail = 2000;

    /// <summary>How many others are in this one.</summary>
    public int More { get; private init; }

    /// <summary>Of these the first few, in a word or two each.</summary>
    public IReadOnlyList<string> Others { get; private init; } = [];

    /// <summary>Number of the newest event in it.</summary>
    public long LastSeq { get; private init; } = Notice.Seq;

    /// <summary>The service; empty when it is about Baton itself.</summary>
    public string Service => Notice.Subject.StartsWith(ServicePrefix, StringComparison.Ordinal) ? Notice.Subject[ServicePrefix.Length..] : "";

    /// <summary>The monitor; empty when it is about something else.</summary>
    public string Monitor => Notice.Subject.StartsWith(MonitorPrefix, StringComparison.Ordinal) ? Notice.Subject[MonitorPrefix.Length..] : "";

    /// <summary>With another one in it.</summary>
    public NotifyMessage With(NotifyMessage other) => this with
    {
        More = More + 1 + other.More,
        Others = Others.Count < MostNamed ? [.. Others, other.Short] : Others,
        LastSeq = Math.Max(LastSeq, other.LastSeq),
    };

    /// <summary>The body that a template makes of it.</summary>
    /// <param name="template">The template.</param>
    /// <param name="from">From where it comes.</param>
    /// <param name="isJson">Values are escaped as in the strings of JSON.</param>
    public string Render(NotifyTemplate template, NotifyOrigin from, bool isJson) => template.Fill(word =>
    {
        var value = ValueOf(word, from);
        // Bytes in between: half a character, which JSON could not hold, becomes a mark of replacement.
        return isJson ? JsonEncodedText.Encode(Encoding.UTF8.GetBytes(value), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString() : value;
    });

    private string Short => Monitor.Length > 0 ? $"monitor {Monitor} {Notice.What}" : $"{(Service.Length > 0 ? Service : Notice.Subject)} {Word}";

    private string Detail => Notice.Detail is not { } detail ? "" : detail.Length <= LongestDetail ? detail : $"{Shortened.To(detail, LongestDetail)}…";

    private string ValueOf(string word, NotifyOrigin from) => word switch
    {
        "time" => Notice.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        "host" => from.Host,
        "project" => from.Project,
        "subject" => Notice.Subject,
        "service" => Service,
        "monitor" => Monitor,
        "what" => Word,
        "level" => Word == NotifyWords.Recovery ? EventLevels.Info : EventLevels.Of(Notice.What),
        "seq" => Notice.Seq.ToString(CultureInfo.InvariantCulture),
        "detail" => Detail,
        "more" => More.ToString(CultureInfo.InvariantCulture),
        _ => Text(from),
    };

    private string Text(NotifyOrigin from)
    {
        var text = new StringBuilder(from.Project).Append(" on ").Append(from.Host).Append(": ").Append(Short);
        if (Monitor.Length == 0 && Word != Notice.What) text.Append(" (").Append(Notice.What).Append(')');
        if (Detail.Length > 0) text.Append(": ").Append(Detail);
        if (More == 0) return text.ToString();
        text.Append(CultureInfo.InvariantCulture, $"; and {More} more: ").AppendJoin(", ", Others);
        return (More > Others.Count ? text.Append(", …") : text).ToString();
    }
}

/// <summary>From where messages come.</summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="Project">Name of the folder of the manifest, or of the state directory.</param>
internal sealed record NotifyOrigin(string Host, string Project);
