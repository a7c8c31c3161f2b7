using Baton.Manifest.Binding;
using Baton.Manifest.Text;
using Baton.Probes.Specs;

namespace Baton.Supervision.Manifests.Watchdog;

/// <summary>Reads a service's <c>health</c> table; what its type needs must be there when the file is read, not when it is first asked.</summary>
internal static class HealthKeys
{
    private const int Longest = 3600;
    private const int MostProbes = 1000;
    private static readonly string[] Types = ["http", "tcp", "process"];

    /// <summary>The settings; null when there are none or a problem was told. An empty table counts as missing, as it always did.</summary>
    public static HealthSettings? Read(TableReader service)
    {
        if (service.SubTable("health") is not { Table.Entries.Count: > 0 } table) return null;
        var type = Type(table);
        var url = Url(table, isNeeded: type == "http");
        var port = table.OptionalInteger("port", 1, 65535);
        if (type == "tcp" && !table.Has("port")) Missing(table, "a tcp check needs a \"port\"");
        var host = table.OptionalString("host", allowEmpty: true) is { Length: > 0 } given ? given : "127.0.0.1";
        if (ProbeProblems.Of(new ProbeSpec.Tcp(host, 1)).Count > 0) table.Report("host", $"{Quoted.Text(host)} is neither the name nor the address of a machine");
        var settings = new HealthSettings(type ?? "", url, host, (int?)port, Seconds(table, "interval_seconds", 5, 1), Seconds(table, "timeout_seconds", 5, 1),
            Seconds(table, "initial_delay_seconds", 5, 0), (int)table.Integer("failure_threshold", 3, 1, MostProbes), (int)table.Integer("success_threshold", 1, 1, MostProbes));
        table.Finish();
        var isComplete = type switch { null => false, "http" => url is not null, "tcp" => port is not null, _ => true };
        return isComplete ? settings : null;
    }

    private static string? Type(TableReader table)
    {
        var (own, alias) = (table.OptionalString("type"), table.OptionalString("probe_type"));
        var key = table.Has("type") ? "type" : "probe_type";
        if (!table.Has(key)) Missing(table, "the health check has no \"type\": say \"http\", \"tcp\" or \"process\"");
        if ((table.Has("type") ? own : alias) is not { } text) return null;
        // Its case never mattered.
        if (Types.FirstOrDefault(type => type.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known) return known;
        table.Report(key, $"expected one of \"http\", \"tcp\", \"process\", found \"{text}\"{NearestWord.Hint(text, Types)}");
        return null;
    }

    private static Uri? Url(TableReader table, bool isNeeded)
    {
        var text = table.OptionalString("url");
        if (isNeeded && !table.Has("url")) Missing(table, "an http check needs a \"url\", as in url = \"http://127.0.0.1:8000/health\"");
        if (text is null) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        table.Report("url", $"{Quoted.Text(text)} is not an address as http has them, such as \"http://127.0.0.1:8000/health\"");
        return null;
    }

    private static TimeSpan Seconds(TableReader table, string key, int defaultValue, int min) =>
        TimeSpan.FromSeconds(table.Integer(key, defaultValue, min, Longest));

    private static void Missing(TableReader table, string message) => table.Diagnostics.Add(table.Table.Place, $"{table.Path}: {message}");
}
