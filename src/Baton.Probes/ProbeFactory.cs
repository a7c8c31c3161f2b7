using Baton.Probes.Execution;
using Baton.Probes.Http;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Processes.Programs;

namespace Baton.Probes;

/// <summary>Makes what can be executed from what is described.</summary>
public static class ProbeFactory
{
    /// <summary>
    /// The probe; null for <see cref="ProbeSpec.LogLine"/> and <see cref="ProbeSpec.Process"/>, which are answered by who owns the run.
    /// </summary>
    /// <param name="spec">What is asked; <see cref="ProbeProblems"/> finds nothing wrong with it.</param>
    /// <param name="timing">Gives the deadline of one execution, and by its interval whether a connection is worth keeping.</param>
    /// <param name="time">The clock.</param>
    /// <param name="execute">How a program is run: the launch, its deadline, and what kills it. Null: as one that belongs to no run.</param>
    public static IProbe? Create(
        ProbeSpec spec, ProbeTiming timing, TimeProvider time, Func<Launch, TimeSpan, CancellationToken, Task<ShortProgramResult>>? execute = null) => spec switch
        {
            ProbeSpec.Http x => new HttpProbe(x, timing, time, ProbeHttp.For(timing.Interval)),
            ProbeSpec.Tcp x => new TcpProbe(x, timing.Timeout, time),
            ProbeSpec.Exec x => new ExecProbe(x, timing.Timeout, time, execute ?? ((launch, deadline, cancel) => ShortProgram.RunAsync(launch, deadline, time, cancel))),
            _ => null,
        };
}
