using Baton.Manifest.Binding;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests.Targets;

/// <summary>Binds the tables <c>[notify.NAME]</c> of a manifest.</summary>
public static class NotifySection
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(0.1), LongestTimeout = TimeSpan.FromSeconds(60);
    private static readonly string[] OwnHeaders = ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect"];

    /// <summary>Reads them from the root, in the order of the file; none where there are none.</summary>
    public static IReadOnlyList<NotifyTarget> Bind(TableReader root)
    {
        var tables = root.NamedTables("notify");
        return tables.Count == 0 ? [] : [.. tables.Select(named => Bind(named.Name, named.Table)).OfType<NotifyTarget>()];
    }

    /// <summary>Tells names, tags and groups that no monitor has.</summary>
    /// <param name="root">The whole manifest.</param>
    /// <param name="targets">What was bound.</param>
    /// <param name="monitors">All names, tags and groups of monitors.</param>
    public static void CheckMonitors(TableReader root, IReadOnlyList<NotifyTarget> targets, IReadOnlySet<string> monitors)
    {
        foreach (var target in targets)
        {
            foreach (var name in target.Monitors.Where(name => !monitors.Contains(name)))
                root.Report("notify", $"[notify.{target.Name}] names \"{name}\", which is no monitor and no tag or group of one{NearestWord.Hint(name, monitors)}");
        }
    }

    /// <summary>Tells names that no service and no group has.</summary>
    /// <param name="root">The whole manifest.</param>
    /// <param name="targets">What was bound.</param>
    /// <param name="services">All services.</param>
    public static void Check(TableReader root, IReadOnlyList<NotifyTarget> targets, IReadOnlyList<ServiceDefinition> services)
    {
        if (targets.All(static target => target.Services.Count == 0)) return;
        var names = services.SelectMany(service => service.Groups.Append(service.Name).Append(service.Replica?.Of ?? service.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var target in targets)
        {
            foreach (var name in target.Services.Where(name => !names.Contains(name)))
                root.Report("notify", $"[notify.{target.Name}] names \"{name}\", which is no service and no group{NearestWord.Hint(name, names)}");
        }
    }

    private static NotifyTarget? Bind(string name, TableReader table)
    {
        table.Word("type", "webhook");
        var url = UrlOf(table);
        var target = new NotifyTarget
        {
            Name = name,
            Url = url ?? new Uri("http://localhost/"),
            Headers = HeadersOf(table),
            Body = BodyOf(table),
            On = WordsOf(table),
            Services = PlacedText.Distinct(table.StringList("services")),
            Monitors = PlacedText.Distinct(table.StringList("monitors")),
            Timeout = table.Seconds("timeout_seconds", TimeSpan.FromSeconds(10), ShortestTimeout, LongestTimeout),
            PerMinute = (int)table.Integer("rate_limit_per_minute", 30, 1, 600),
            AllowsPrivate = table.Boolean("allow_private", false),
        };
        table.Finish();
        return url is null ? null : target;
    }

    /// <summary>What is wrong with it is told without showing it: it may hold a secret.</summary>
    private static Uri? UrlOf(TableReader table)
    {
        var text = table.RequiredString("url");
        if (text.Length == 0) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            table.Report("url", "\"url\" must be an address that begins with http:// or https://");
            return null;
        }

        if (url.UserInfo.Length == 0) return url;
        table.Report("url", "\"url\" must not hold a user and password; send them in a header, as in: headers = { Authorization = \"Basic ${HOOK_LOGIN}\" }");
        return null;
    }

    private static List<KeyValuePair<string, string>> HeadersOf(TableReader table)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var entry in table.StringMap("headers"))
        {
            var isName = entry.Key.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
            if (!isName) table.Diagnostics.Add(entry.KeyPlace, $"\"{entry.Key}\" is no name of a header");
            else if (OwnHeaders.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)) table.Diagnostics.Add(entry.KeyPlace, $"the header \"{entry.Key}\" is Baton's own to send");
            else if (entry.Text.Any(char.IsControl)) table.Diagnostics.Add(entry.Place, $"the value of the header \"{entry.Key}\" must not hold control characters, as a newline");
            else headers.Add(new KeyValuePair<string, string>(entry.Key, entry.Text));
        }

        return headers;
    }

    private static NotifyTemplate BodyOf(TableReader table)
    {
        var word = table.Word("template", "json", "slack");
        if (table.OptionalString("body") is not { } body) return word == "slack" ? NotifyTemplate.Slack : NotifyTemplate.Json;
        if (word is not null) table.Report("template", "say \"template\" or \"body\", not both");
        var template = new NotifyTemplate(body);
        foreach (var place in template.Places.Where(place => !NotifyTemplate.Words.Contains(place)).Distinct())
            table.Report("body", $"there is no {{{{{place}}}}}; there are: {string.Join(", ", NotifyTemplate.Words)}{NearestWord.Hint(place, NotifyTemplate.Words)}");
        return template;
    }

    private static IReadOnlyList<string> WordsOf(TableReader table)
    {
        var words = table.StringList("on");
        foreach (var word in words.Where(word => !NotifyWords.All.Contains(word.Text)))
            table.Diagnostics.Add(word.Place, $"there is no event \"{word.Text}\" to be told of{NearestWord.Hint(word.Text, NotifyWords.All)}; docs/reference/notify.md names all");
        if (words.Count > 0) return PlacedText.Distinct(words);
        if (table.Has("on")) table.Report("on", "\"on\" must name at least one event; without \"on\" the usual ones are told");
        return NotifyWords.Default;
    }
}
