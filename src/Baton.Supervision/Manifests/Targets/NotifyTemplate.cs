using System.Text;

namespace Baton.Supervision.Manifests.Targets;

/// <summary>The body of a message with places for its values: <c>{{service}}</c>.</summary>
/// <param name="Text">As it was written.</param>
public sealed record NotifyTemplate(string Text)
{
    /// <summary>All values, as one object.</summary>
    public static NotifyTemplate Json { get; } = new(
        """{"time":"{{time}}","host":"{{host}}","project":"{{project}}","subject":"{{subject}}","service":"{{service}}","monitor":"{{monitor}}","what":"{{what}}","level":"{{level}}","seq":{{seq}},"detail":"{{detail}}","more":{{more}},"text":"{{text}}"}""");

    /// <summary>What Slack and what understands it take.</summary>
    public static NotifyTemplate Slack { get; } = new("""{"text":"{{text}}"}""");

    /// <summary>The words that may stand in a place.</summary>
    public static IReadOnlyList<string> Words { get; } = ["time", "host", "project", "subject", "service", "monitor", "what", "level", "seq", "detail", "more", "text"];

    /// <summary>The words in its places.</summary>
    public IEnumerable<string> Places
    {
        get
        {
            for (var at = 0; Find(at) is var (open, close); at = close + 2) yield return Text[(open + 2)..close].Trim();
        }
    }

    /// <summary>The text with its values.</summary>
    /// <param name="value">The value for a word, as it is to stand there.</param>
    public string Fill(Func<string, string> value)
    {
        var filled = new StringBuilder(Text.Length + 256);
        var at = 0;
        while (Find(at) is var (open, close))
        {
            filled.Append(Text, at, open - at).Append(value(Text[(open + 2)..close].Trim()));
            at = close + 2;
        }

        return filled.Append(Text, at, Text.Length - at).ToString();
    }

    /// <summary>The next place from <paramref name="from"/> on; braces that belong to no place are text.</summary>
    private (int Open, int Close)? Find(int from)
    {
        var close = Text.IndexOf("}}", from, StringComparison.Ordinal);
        while (close >= 0)
        {
            // The nearest opening before it, since the braces of JSON may stand right before a place.
            var open = close > from ? Text.LastIndexOf("{{", close - 1, close - from, StringComparison.Ordinal) : -1;
            if (open >= from && open + 2 <= close) return (open, close);
            close = Text.IndexOf("}}", close + 1, StringComparison.Ordinal);
        }

        return null;
    }
}
