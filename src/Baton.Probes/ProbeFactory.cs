using Baton.Probes.Addresses;
using Baton.Probes.Execution;
using Baton.Probes.Http;
using Baton.Probes.Network;
using Baton.Probes.Resolving;
using Baton.Probes.Secure;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Processes.Programs;

namespace Baton.Probes;

/// <summary>Makes what can be executed from what is described.</summary>
public static class ProbeFactory
{
    /// <summary>
    /// The probe of a service, which may ask any address; null for <see cref="ProbeSpec.LogLine"/>, <see cref="ProbeSpec.Process"/> and
    /// <see cref="ProbeSpec.Push"/>, which are answered by who owns the run or the requests.
    /// </summary>
    /// <param name="spec">What is asked; <see cref="ProbeProblems"/> finds nothing wrong with it.</param>
    /// <param name="timing">Gives the deadline of one execution, and by its interval whether a connection is worth keeping.</param>
    /// <param name="time">The clock.</param>
    /// <param name="execute">How a program is run: the launch, its deadline, and what kills it. Null: as one that belongs to no run.</param>
    public static IProbe? Create(
        ProbeSpec spec, ProbeTiming timing, TimeProvider time, Func<Launch, TimeSpan, CancellationToken, Task<ShortProgramResult>>? execute = null) =>
        Create(spec, timing, time, AddressPolicy.Open, execute);

    /// <summary>The same, to ask only what <paramref name="addresses"/> allows.</summary>
    /// <param name="spec">What is asked; <see cref="ProbeProblems"/> finds nothing wrong with it.</param>
    /// <param name="timing">Gives the deadline of one execution, and by its interval whether a connection is worth keeping.</param>
    /// <param name="time">The clock.</param>
    /// <param name="addresses">Which addresses it may ask; a program asks what it likes.</param>
    /// <param name="execute">How a program is run: the launch, its deadline, and what kills it. Null: as one that belongs to no run.</param>
    public static IProbe? Create(
        ProbeSpec spec,
        ProbeTiming timing,
        TimeProvider time,
        AddressPolicy addresses,
        Func<Launch, TimeSpan, CancellationToken, Task<ShortProgramResult>>? execute = null) => spec switch
        {
            ProbeSpec.Http x => new HttpProbe(x, timing, time, ProbeClients.For(timing.Interval, addresses, x.IsInsecure)),
            ProbeSpec.WebSocket x => new WebSocketProbe(x, timing.Timeout, time, ProbeClients.For(timing.Interval, addresses, x.IsInsecure)),
            ProbeSpec.Grpc x => new GrpcProbe(x, timing.Timeout, time, ProbeClients.For(timing.Interval, addresses, x.IsInsecure)),
            ProbeSpec.Tcp x => new TcpProbe(x, timing.Timeout, time, new Reach(addresses)),
            ProbeSpec.Udp x => new UdpProbe(x, timing.Timeout, time, new Reach(addresses)),
            ProbeSpec.Icmp x => new IcmpProbe(x, timing.Timeout, time, new Reach(addresses), IcmpProbe.Open),
            ProbeSpec.Dns x => new DnsProbe(x, timing.Timeout, time, new Reach(addresses)),
            ProbeSpec.Tls x => new TlsProbe(x, timing.Timeout, time, new Reach(addresses)),
            ProbeSpec.Redis x => new RedisProbe(x, timing.Timeout, time, new Reach(addresses)),
            ProbeSpec.Exec x => new ExecProbe(x, timing.Timeout, time, execute ?? ((launch, deadline, cancel) => ShortProgram.RunAsync(launch, deadline, time, cancel))),
            _ => null,
        };
}
