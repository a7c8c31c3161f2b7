using System.Diagnostics;
using Baton.Core.Actors;
using Baton.Probes;
using Baton.Probes.Running;
using Baton.Probes.Specs;

namespace Baton.ProbeBench;

/// <summary>Many http probes, each every 5 s, against one responder.</summary>
internal sealed class HttpProbes(int port, int count)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly List<double> _lateness = [];
    private readonly List<double> _durations = [];
    private int _failures;
    private volatile bool _isMeasured;

    /// <summary>First executions are spread over the interval; else all probes are due at one instant, each time.</summary>
    public bool IsSpread { get; init; }

    public bool KeepsConnections { get; init; }

    public async Task RunAsync(TimeSpan measured)
    {
        var spec = new ProbeSpec.Http(new Uri($"http://127.0.0.1:{port}/health")) { Headers = KeepsConnections ? [] : [new("Connection", "close")] };
        var timing = new ProbeTiming { InitialDelay = TimeSpan.FromSeconds(1), Interval = Interval };
        await using var runner = new ProbeRunner(TimeProvider.System, ActorScheduler.ThreadPool, new Random(1), e => Environment.FailFast(e.Message, e), e => Environment.FailFast(e.Message, e));
        for (var i = 0; i < count; i++) runner.Add(ProbeFactory.Create(spec, timing, TimeProvider.System)!, timing, Note, IsSpread);

        // Two rounds to connect and to be compiled.
        await Task.Delay(timing.InitialDelay + (2 * Interval), TimeProvider.System);
        var (cpu, began) = (CpuTime(), TimeProvider.System.GetTimestamp());
        _isMeasured = true;
        await Task.Delay(measured, TimeProvider.System);
        _isMeasured = false;
        var share = (CpuTime() - cpu) / TimeProvider.System.GetElapsedTime(began);
        Print(share);
    }

    private static TimeSpan CpuTime()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private void Note(ProbeOutcome outcome)
    {
        if (!_isMeasured) return;
        lock (_lateness)
        {
            _lateness.Add(outcome.Lateness.TotalMilliseconds);
            _durations.Add(outcome.Result.Duration.TotalMilliseconds);
            if (!outcome.Result.IsSuccess) _failures++;
        }
    }

    private void Print(double share)
    {
        lock (_lateness)
        {
            Console.WriteLine($"{count} http probes each {Interval.TotalSeconds:F0} s, {(IsSpread ? "spread" : "all due at once")}, connections {(KeepsConnections ? "kept" : "closed")}");
            Console.WriteLine($"executions    {_lateness.Count}, of them failed {_failures}");
            Console.WriteLine($"start late    {Line(_lateness)}");
            Console.WriteLine($"duration      {Line(_durations)}");
            Console.WriteLine($"CPU           {share:P2} of a core");
        }
    }

    private static string Line(List<double> values)
    {
        values.Sort();
        return $"p50 {At(0.5):F3}  p99 {At(0.99):F3}  max {At(1):F3} ms";
        double At(double part) => values.Count == 0 ? double.NaN : values[(int)(part * (values.Count - 1))];
    }
}
