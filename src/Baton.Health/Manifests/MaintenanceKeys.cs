using Baton.Core.Scheduling;
using Baton.Health.Alarms;
using Baton.Health.Monitors;
using Baton.Manifest.Binding;

namespace Baton.Health.Manifests;

/// <summary>Reads the tables <c>[maintenance.NAME]</c>.</summary>
internal static class MaintenanceKeys
{
    /// <summary>Most windows: 256. All are looked at with each failure.</summary>
    public const int Most = 256;

    /// <summary>All windows that make sense, in the order of the manifest.</summary>
    public static IReadOnlyList<MaintenanceWindow> Read(TableReader root, IReadOnlyList<MonitorDefinition> monitors)
    {
        var tables = root.NamedTables("maintenance");
        if (tables.Count > Most) root.Report("maintenance", $"there are more than {Most} maintenance windows");
        return tables.Count == 0 ? [] : [.. tables.Take(Most).Select(named => Read(named.Name, named.Table, monitors)).OfType<MaintenanceWindow>()];
    }

    private static MaintenanceWindow? Read(string name, TableReader table, IReadOnlyList<MonitorDefinition> monitors)
    {
        var window = new MaintenanceWindow(name)
        {
            Monitors = ReadChoice(table, "monitors", "monitor", monitors.Select(monitor => monitor.Name)),
            Tags = ReadChoice(table, "tags", "tag", monitors.SelectMany(monitor => monitor.Tags)),
            Groups = ReadChoice(table, "groups", "group", monitors.Select(monitor => monitor.Group).OfType<string>()),
        };
        var isRepeated = table.Has("schedule");
        var complete = isRepeated ? ReadRepeated(window, table) : ReadOnce(window, table);
        foreach (var key in isRepeated ? (string[])["start", "end"] : ["duration_minutes", "time_zone"])
        {
            if (table.Has(key)) table.Report(key, isRepeated ? $"say \"schedule\" or \"{key}\", not both" : $"\"{key}\" goes with \"schedule\" only");
        }

        table.Finish();
        return complete;
    }

    private static MaintenanceWindow? ReadOnce(MaintenanceWindow window, TableReader table)
    {
        var (start, end) = (table.OptionalInstant("start"), table.OptionalInstant("end"));
        if (!table.Has("start") || !table.Has("end"))
        {
            table.Diagnostics.Add(table.Table.Place, $"{table.Path} does not say when: give start and end, as in start = 2026-12-24T22:00:00Z, or schedule and duration_minutes, as in schedule = \"30 2 * * SUN\"");
            return null;
        }

        if (start is null || end is null) return null;
        if (end > start) return window with { Start = start, End = end };
        table.Report("end", "\"end\" must be after \"start\"");
        return null;
    }

    private static MaintenanceWindow? ReadRepeated(MaintenanceWindow window, TableReader table)
    {
        var text = table.RequiredString("schedule");
        string? problem = null;
        var line = text.Length == 0 ? null : CronLine.Parse(text, out problem);
        if (problem is not null) table.Report("schedule", problem);
        var minutes = table.OptionalInteger("duration_minutes", 1, (long)MaintenanceWindow.MaxDuration.TotalMinutes);
        if (!table.Has("duration_minutes")) table.Report("schedule", "\"schedule\" says when it begins; say how long it lasts, as in duration_minutes = 60");
        var zone = TimeZoneInfo.Local;
        if (table.OptionalString("time_zone") is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
            table.Report("time_zone", $"the time zone \"{name}\" is not known here; names are as \"Europe/Berlin\", and their data is /usr/share/zoneinfo (package tzdata)");
        return line is null || minutes is null || zone is null ? null : window with { Schedule = line, Duration = TimeSpan.FromMinutes(minutes.Value), Zone = zone };
    }

    private static IReadOnlyList<string> ReadChoice(TableReader table, string key, string what, IEnumerable<string> known)
    {
        var words = table.StringList(key);
        // Without any it would be about all, which nobody means who writes an empty list.
        if (words.Count == 0 && table.Has(key)) table.Report(key, $"\"{key}\" must name at least one {what}; a window without monitors, tags and groups is about all");
        var all = known.ToHashSet(StringComparer.Ordinal);
        foreach (var word in words.Where(word => !all.Contains(word.Text)))
            table.Diagnostics.Add(word.Place, $"no monitor has the {(what == "monitor" ? "name" : what)} \"{word.Text}\"{NearestWord.Hint(word.Text, all)}");
        return PlacedText.Distinct(words);
    }
}
