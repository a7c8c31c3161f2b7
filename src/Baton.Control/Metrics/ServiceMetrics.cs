using System.Globalization;
using Baton.Processes;
using Baton.Supervision.Figures;
using Baton.Supervision.Services;

namespace Baton.Control.Metrics;

/// <summary>Services: a family at a time over all of them, sent as it is written.</summary>
internal sealed class ServiceMetrics(ControlSources sources)
{
    private static readonly (Phase Phase, string Word)[] States = [.. Enum.GetValues<Phase>().Select(static phase => (phase, PhaseWords.Of(phase)))];

    private static readonly Histogram Starts = new("baton_service_start_duration_seconds", DurationLimits.OfStarts);
    private static readonly Histogram Probes = new("baton_probe_duration_seconds", DurationLimits.OfProbes);

    private readonly IReadOnlyList<(ServiceView View, TallySums Sums)> _services = [.. sources.Supervisor.Services.Select(static service => (service, service.Tally?.Read() ?? TallySums.None))];

    private delegate void Each(MetricsWriter to, string family, ServiceView service, MetricLabel name);

    private delegate void EachSums(MetricsWriter to, string family, TallySums sums, MetricLabel name);

    /// <summary>Writes all of it, and waits for a slow reader.</summary>
    public async Task WriteAsync(MetricsWriter to, CancellationToken ct)
    {
        to.Family("baton_services", "gauge", "How many services there are.");
        to.Sample("baton_services", _services.Count);
        await WriteStatesAsync(to, ct);
        await WriteRunsAsync(to, ct);
        await WriteFiguresAsync(to, ct);
        await WriteOutputAsync(to, ct);
        await WriteProbesAsync(to, ct);
    }

    private async Task WriteStatesAsync(MetricsWriter to, CancellationToken ct)
    {
        await FamilyAsync(to, "baton_service_state", "gauge", "1 for the state that the service is in, 0 for the others.", static (to, family, service, name) =>
        {
            foreach (var (phase, word) in States) to.Sample(family, service.State == phase ? 1 : 0, name, new MetricLabel("state", word));
        }, ct);
        await FamilyAsync(to, "baton_service_ready", "gauge", "1: what depends on it may start.", static (to, family, service, name) => to.Sample(family, service.IsReady ? 1 : 0, name), ct);
        await FamilyAsync(to, "baton_service_desired", "gauge", "1: it is meant to run.", static (to, family, service, name) => to.Sample(family, service.IsDesired ? 1 : 0, name), ct);
        await FamilyAsync(to, "baton_service_up", "gauge", "1: it has a process.", static (to, family, service, name) => to.Sample(family, service is { IsLive: true, Pid: not null } ? 1 : 0, name), ct);
        await FamilyAsync(to, "baton_service_healthy", "gauge", "1: its health check finds it well; absent while that is not known.", static (to, family, service, name) =>
        {
            if (service.Health?.IsHealthy is { } isHealthy) to.Sample(family, isHealthy ? 1 : 0, name);
        }, ct);
    }

    private async Task WriteRunsAsync(MetricsWriter to, CancellationToken ct)
    {
        await FamilyAsync(to, "baton_service_restarts_total", "counter", "Starts by policy.", static (to, family, service, name) => to.Sample(family, service.Restarts, name), ct);
        await FamilyAsync(to, "baton_service_failures", "gauge", "Failed runs in a row.", static (to, family, service, name) => to.Sample(family, service.Failures, name), ct);
        await SumsAsync(to, "baton_service_exits_total", "counter", "Ends of runs, by exit code or signal.", WriteExits, ct);
        await FamilyAsync(to, "baton_service_last_exit_code", "gauge", "Exit code of the last run that ended, 128 and the number of the signal for one that a signal ended.", static (to, family, service, name) =>
        {
            if ((service.LastExit?.Code ?? (128 + service.LastExit?.Signal)) is { } code) to.Sample(family, code, name);
        }, ct);
        await SumsAsync(to, Starts.Family, "histogram", "From the spawning of a run to its being ready.", static (to, _, sums, name) =>
        {
            if (sums.Starts is { } starts) Starts.Write(to, starts.Counts, starts.Sum, name);
        }, ct);
        await FamilyAsync(to, "baton_service_start_time_seconds", "gauge", "When its present run began, in seconds since 1970; absent while it has none.", static (to, family, service, name) =>
        {
            if (service is { IsLive: true, StartedAt: { } began }) to.Sample(family, began.ToUnixTimeMilliseconds() / 1000.0, name);
        }, ct);
    }

    private async Task WriteFiguresAsync(MetricsWriter to, CancellationToken ct)
    {
        await SumsAsync(to, "baton_service_cpu_seconds_total", "counter", "Processor time of all processes of all its runs, as far as it was measured.", static (to, family, sums, name) => to.Sample(family, sums.Cpu.TotalSeconds, name), ct);
        await FamilyAsync(to, "baton_service_memory_bytes", "gauge", "Resident memory of all its processes; absent while it has none.", static (to, family, service, name) =>
        {
            if (service.Figures is { } figures) to.Sample(family, figures.MemoryBytes, name);
        }, ct);
        await FamilyAsync(to, "baton_service_processes", "gauge", "How many processes it has; absent while it has none.", static (to, family, service, name) =>
        {
            if (service.Figures is { } figures) to.Sample(family, figures.Processes, name);
        }, ct);
        if (sources.LogSizes is not { } sizes) return;
        var bytes = await sizes.OfAsync([.. _services.Select(static service => service.View.Name)]).WaitAsync(ct);
        await FamilyAsync(to, "baton_service_log_bytes", "gauge", "What its logs take on the disk, looked at twice a minute at most.", (to, family, service, name) =>
        {
            if (bytes.TryGetValue(service.Name, out var taken)) to.Sample(family, taken, name);
        }, ct);
    }

    private async Task WriteProbesAsync(MetricsWriter to, CancellationToken ct)
    {
        await SumsAsync(to, "baton_probe_outcomes_total", "counter", "Executions of probes, by what they found.", static (to, family, sums, name) =>
        {
            foreach (var probe in sums.Probes)
            {
                to.Sample(family, probe.Successes, name, new MetricLabel("probe", probe.Probe), new MetricLabel("outcome", "healthy"));
                to.Sample(family, probe.Failures, name, new MetricLabel("probe", probe.Probe), new MetricLabel("outcome", "unhealthy"));
            }
        }, ct);
        await SumsAsync(to, Probes.Family, "histogram", "How long executions of probes took.", static (to, _, sums, name) =>
        {
            foreach (var probe in sums.Probes) Probes.Write(to, probe.Durations.Counts, probe.Durations.Sum, name, new MetricLabel("probe", probe.Probe));
        }, ct);
    }

    private async Task WriteOutputAsync(MetricsWriter to, CancellationToken ct)
    {
        await OutputAsync(to, "baton_service_output_bytes_total", "Bytes that it wrote and that are in its log, without the time and the tag of each line.", static stream => stream.Bytes, ct);
        await OutputAsync(to, "baton_service_output_lines_total", "Lines that it wrote and that are in its log.", static stream => stream.Lines, ct);
        await OutputAsync(to, "baton_service_output_dropped_bytes_total", "Bytes that it wrote and that were thrown away, since its log could not be written.", static stream => stream.DroppedBytes, ct);
        await OutputAsync(to, "baton_service_output_dropped_lines_total", "Lines that it wrote and that were thrown away, since its log could not be written.", static stream => stream.DroppedLines, ct);
    }

    private Task OutputAsync(MetricsWriter to, string family, string help, Func<StreamFigures, long> of, CancellationToken ct) => SumsAsync(to, family, "counter", help, (to, family, sums, name) =>
    {
        if (sums.Output is not { } output) return;
        to.Sample(family, of(output.Stdout), name, new MetricLabel("stream", "stdout"));
        to.Sample(family, of(output.Stderr), name, new MetricLabel("stream", "stderr"));
    }, ct);

    private static void WriteExits(MetricsWriter to, string family, TallySums sums, MetricLabel name)
    {
        foreach (var (status, count) in sums.Exits)
        {
            var code = status.Code?.ToString(CultureInfo.InvariantCulture) ?? (status.Signal is null ? "unknown" : "");
            to.Sample(family, count, name, new MetricLabel("code", code), new MetricLabel("signal", status.Signal is { } signal ? SignalNames.NameOf(signal) : ""));
        }

        if (sums.OtherExits > 0) to.Sample(family, sums.OtherExits, name, new MetricLabel("code", "other"), new MetricLabel("signal", ""));
    }

    private async Task FamilyAsync(MetricsWriter to, string family, string type, string help, Each each, CancellationToken ct)
    {
        to.Family(family, type, help);
        foreach (var (service, _) in _services)
        {
            each(to, family, service, new MetricLabel("service", service.Name));
            if (to.IsFull) await to.FlushAsync(ct);
        }
    }

    private async Task SumsAsync(MetricsWriter to, string family, string type, string help, EachSums each, CancellationToken ct)
    {
        to.Family(family, type, help);
        foreach (var (service, sums) in _services)
        {
            each(to, family, sums, new MetricLabel("service", service.Name));
            if (to.IsFull) await to.FlushAsync(ct);
        }
    }
}
