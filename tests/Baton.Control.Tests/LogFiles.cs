using System.Globalization;
using System.Text;

namespace Baton.Control.Tests;

/// <summary>Writes log files as the pump does.</summary>
internal sealed class LogFiles(string logs)
{
    public static readonly DateTime Began = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Path of the file a run writes to.</summary>
    public string PathOf(string service, int run) =>
        Path.Combine(logs, service, string.Create(CultureInfo.InvariantCulture, $"{service}-20260101-000000-r{run}.log"));

    /// <summary>Adds lines, one a millisecond from <paramref name="atMs"/> on.</summary>
    public void Write(string service, int run, int atMs, params string[] lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(CultureInfo.InvariantCulture, $"{Stamp(atMs++)} [stdout] {line}\n");
        Append(service, run, text.ToString());
    }

    /// <summary>Adds text as it is.</summary>
    public void Append(string service, int run, string text)
    {
        Directory.CreateDirectory(Path.Combine(logs, service));
        File.AppendAllText(PathOf(service, run), text);
    }

    public static string Stamp(int ms) => Began.AddMilliseconds(ms).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
