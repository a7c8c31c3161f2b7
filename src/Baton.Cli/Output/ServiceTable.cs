using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>The table of <c>baton ps</c>.</summary>
internal static class ServiceTable
{
    /// <summary>One row for each service, in the order given.</summary>
    /// <param name="services">The services.</param>
    /// <param name="now">The present, for ages.</param>
    /// <param name="show">What the output can show.</param>
    public static string Render(IReadOnlyList<ServiceRecord> services, DateTimeOffset now, Appearance show)
    {
        var table = new Table("NAME", "STATE", "READY", ">RUN", ">PID", ">UPTIME", ">RESTARTS", "EXIT", ">CPU", ">MEM");
        foreach (var service in services)
        {
            var isRunning = service.State == ServiceStates.Running;
            table.Add(
                service.Name,
                new Cell(service.State, ColourOf(service.State)),
                Ready(service, isRunning),
                Figures.Number(service.Run),
                service.Pid is { } pid ? Figures.Number(pid) : "",
                service is { Pid: not null, StartedAt: { } started } ? Figures.Age(now - started) : Next(service, now),
                Figures.Number(service.Restarts),
                Exit(service),
                service.CpuPercent is { } percent ? Figures.Percent(percent) : "",
                Memory(service, now));
        }

        return table.Render(show);
    }

    /// <summary>In place of an uptime, when a service that is started by the clock is next.</summary>
    private static string Next(ServiceRecord service, DateTimeOffset now) =>
        service is { State: ServiceStates.Stopped, NextStartAt: { } next } ? $"in {Figures.Age(next - now)}" : "";

    /// <summary>Colour of a state; a state of a later version has none.</summary>
    public static string ColourOf(string state) => state switch
    {
        ServiceStates.Running => Ansi.Green,
        ServiceStates.WaitingDependencies or ServiceStates.WaitingDevices or ServiceStates.Starting or ServiceStates.Stopping or ServiceStates.Backoff => Ansi.Yellow,
        ServiceStates.Failed => Ansi.Red,
        ServiceStates.Stopped or ServiceStates.Completed => Ansi.Grey,
        _ => "",
    };

    private static Cell Ready(ServiceRecord service, bool isRunning)
    {
        if (service.Health?.Healthy == false) return new Cell(service.Ready ? "yes, unhealthy" : "no, unhealthy", Ansi.Yellow);
        return service.Ready ? "yes" : new Cell("no", isRunning ? Ansi.Yellow : "");
    }

    /// <summary>What it takes of memory; how old that is, where it could not be measured since.</summary>
    public static Cell Memory(ServiceRecord service, DateTimeOffset now) => service switch
    {
        { MemoryBytes: null } => "",
        { MemoryBytes: { } bytes, FiguresOldSince: { } old } => new Cell($"{Figures.Bytes(bytes)}, {Figures.Age(now - old)} old", Ansi.Yellow),
        { MemoryBytes: { } bytes } => Figures.Bytes(bytes),
    };

    /// <summary>How the last run ended.</summary>
    public static Cell Exit(ServiceRecord service)
    {
        if (service.ExitSignal is { } signal) return new Cell(signal, Ansi.Yellow);
        return service.ExitCode is { } code ? new Cell(Figures.Number(code), code == 0 ? "" : Ansi.Yellow) : "";
    }
}
