using Baton.Contracts;
using Baton.Control.Notify;
using Baton.Processes.Figures;

namespace Baton.Control.Metrics;

/// <summary>Baton itself: its version, its two processes, its journal.</summary>
internal sealed class OwnMetrics(SystemRecord system, Notifier? notifier, ControlSources sources)
{
    /// <summary>Writes all of it.</summary>
    public void Write(MetricsWriter to)
    {
        to.Family("baton_build_info", "gauge", "Always 1; its label is the version.");
        to.Sample("baton_build_info", 1, new MetricLabel("version", system.Version));
        to.Family("baton_degraded", "gauge", "How many things are weaker than they could be; \"baton version\" and GET /api/v1/system name them.");
        to.Sample("baton_degraded", system.Degraded.Count);
        WriteDaemon(to);
        if (system.GuardianPid is { } guardian && ProcessFigures.Of(guardian) is { } figures)
        {
            to.Family("baton_guardian_resident_memory_bytes", "gauge", "Resident memory of the guardian.");
            to.Sample("baton_guardian_resident_memory_bytes", figures.ResidentBytes);
            to.Family("baton_guardian_cpu_seconds_total", "counter", "Processor time of the guardian.");
            to.Sample("baton_guardian_cpu_seconds_total", figures.Cpu.TotalSeconds);
        }

        WriteNotify(to);
        to.Family("baton_journal_events_total", "counter", "Events since the daemon began.");
        to.Sample("baton_journal_events_total", sources.Notices.Last - sources.Notices.Began);
        if (sources.Journal is not { } journal) return;
        to.Family("baton_journal_bytes", "gauge", "What the journal takes on the disk.");
        to.Sample("baton_journal_bytes", journal.Bytes);
    }

    private void WriteNotify(MetricsWriter to)
    {
        to.Family("baton_notify_messages_total", "counter", "Messages to those who are told of events.");
        foreach (var target in notifier?.Describe() ?? [])
        {
            var name = new MetricLabel("target", target.Name);
            to.Sample("baton_notify_messages_total", target.Sent, name, new MetricLabel("outcome", "sent"));
            to.Sample("baton_notify_messages_total", target.Failed, name, new MetricLabel("outcome", "failed"));
            to.Sample("baton_notify_messages_total", target.Dropped, name, new MetricLabel("outcome", "dropped"));
        }
    }

    private void WriteDaemon(MetricsWriter to)
    {
        to.Family("process_start_time_seconds", "gauge", "When the daemon began, in seconds since 1970.");
        to.Sample("process_start_time_seconds", system.StartedAt.ToUnixTimeMilliseconds() / 1000.0);
        if (ProcessFigures.Of(Environment.ProcessId) is { } figures)
        {
            to.Family("process_resident_memory_bytes", "gauge", "Resident memory of the daemon.");
            to.Sample("process_resident_memory_bytes", figures.ResidentBytes);
            to.Family("process_cpu_seconds_total", "counter", "Processor time of the daemon.");
            to.Sample("process_cpu_seconds_total", figures.Cpu.TotalSeconds);
            to.Family("process_open_fds", "gauge", "Descriptors that the daemon has open.");
            to.Sample("process_open_fds", figures.OpenFiles ?? 0);
        }

        to.Family("dotnet_gc_heap_bytes", "gauge", "Objects on the daemon's heap, with those that the next collection removes.");
        to.Sample("dotnet_gc_heap_bytes", GC.GetTotalMemory(forceFullCollection: false));
        to.Family("dotnet_gc_collections_total", "counter", "Collections of the daemon's heap.");
        to.Sample("dotnet_gc_collections_total", GC.CollectionCount(0));
    }
}
