using Baton.Core.Scheduling;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Scheduling;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads when a service is started by the clock: <c>schedule</c>, a cron line or a table with more.</summary>
internal static class ScheduleKeys
{
    /// <summary>Puts it into a definition.</summary>
    public static ServiceDefinition Read(TableReader table, ServiceDefinition service)
    {
        if (ReadSchedule(table) is not { } schedule) return service;
        if (service.Policy.IsOneShot) table.Report("oneshot", "a service with a schedule runs and ends each time; leave \"oneshot\" out");
        return service with { Schedule = schedule, Policy = service.Policy with { IsScheduled = true } };
    }

    /// <summary>Tells who waits for a service that is started by the clock: it is hardly ever as wanted.</summary>
    public static void CheckDependents(IReadOnlyList<ServiceDraft> drafts, IReadOnlyList<ServiceDefinition> services, Diagnostics diagnostics)
    {
        var scheduled = services.Where(service => service.Schedule is not null).Select(service => service.Name).ToHashSet();
        if (scheduled.Count == 0) return;
        foreach (var draft in drafts)
        {
            foreach (var dependency in draft.DependsOn.Where(dependency => scheduled.Contains(dependency.Text)))
                diagnostics.AddOnce(dependency.Place, $"\"{draft.Name}\" cannot depend on \"{dependency.Text}\", which is started by its schedule and is neither there nor done between its times");
        }
    }

    private static ServiceSchedule? ReadSchedule(TableReader table)
    {
        if (table.Table.Find("schedule")?.Value is not TableNode) return table.OptionalString("schedule") is { } text && IsLine(table, "schedule", text) ? new ServiceSchedule(text) : null;
        var inner = table.SubTable("schedule")!;
        var cron = inner.RequiredString("cron");
        var isLine = cron.Length > 0 && IsLine(inner, "cron", cron);
        var zone = inner.OptionalString("timezone");
        if (zone is not null && ServiceSchedule.ZoneOf(zone) is null)
            inner.Report("timezone", $"the time zone \"{zone}\" is not known here; names are as \"Europe/Berlin\", and their data is /usr/share/zoneinfo (package tzdata)");
        var schedule = new ServiceSchedule(cron, zone,
            inner.Word("missed", "skip", "run_once") == "run_once" ? MissedStarts.RunOnce : MissedStarts.Skip,
            inner.Word("overlap", "skip", "wait", "restart") switch { "wait" => OverlapMode.Wait, "restart" => OverlapMode.Restart, _ => OverlapMode.Skip });
        inner.Finish();
        return isLine && (zone is null || ServiceSchedule.ZoneOf(zone) is not null) ? schedule : null;
    }

    private static bool IsLine(TableReader table, string key, string text)
    {
        if (CronLine.Parse(text, out var problem) is not null) return true;
        table.Report(key, problem!);
        return false;
    }
}
