using System.Globalization;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>The table of <c>baton ps -o wide</c>: all there is to know of each service, for a broad terminal. Times are UTC, as in the logs.</summary>
internal static class WideTable
{
    /// <summary>One row for each service, in the order given.</summary>
    /// <param name="services">The services.</param>
    /// <param name="now">The present, for what is to come.</param>
    /// <param name="show">What the output can show.</param>
    public static string Render(IReadOnlyList<ServiceRecord> services, DateTimeOffset now, Appearance show)
    {
        var table = new Table("NAME", "DISPLAY", "STATE", "READY", "ENABLED", "GROUPS", "PORTS", ">RUN", ">PID", "STARTED", ">RESTARTS", ">FAILURES",
            "EXIT", ">CPU", ">MEM", ">PROCS", "NEXT", "STATUS", "REASON")
        {
            IsWhole = true,
        };
        foreach (var service in services)
        {
            table.Add(
                service.Name,
                service.DisplayName ?? "",
                new Cell(service.State, ServiceTable.ColourOf(service.State)),
                service.Ready ? "yes" : new Cell("no", service.State == ServiceStates.Running ? Ansi.Yellow : ""),
                Enabled(service),
                string.Join(',', service.Groups),
                Ports(service),
                Figures.Number(service.Run),
                service.Pid is { } pid ? Figures.Number(pid) : "",
                service.StartedAt is { } started ? Time(started) : "",
                Figures.Number(service.Restarts),
                Figures.Number(service.Failures),
                ServiceTable.Exit(service),
                service.CpuPercent is { } percent ? Figures.Percent(percent) : "",
                ServiceTable.Memory(service, now),
                service.Processes is { } processes ? Figures.Number(processes) : "",
                service.NextStartAt is { } next ? $"in {Figures.Age(next - now)}" : "",
                service.StatusText ?? "",
                service.Reason ?? "");
        }

        return table.Render(show);
    }

    private static Cell Enabled(ServiceRecord service) =>
        !service.Enabled ? new Cell("no", Ansi.Yellow) : service.Autostart ? "yes" : "by hand";

    /// <summary>What it listens on; where that is not known, or nothing, what it is to serve on, in brackets.</summary>
    private static string Ports(ServiceRecord service)
    {
        if (service.Ports is { Count: > 0 } ports) return string.Join(',', ports);
        return service.Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"({port})") : "";
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
