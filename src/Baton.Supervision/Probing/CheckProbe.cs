using System.Net.Sockets;
using Baton.Core;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Processes.Programs;
using Baton.Supervision.Services;

namespace Baton.Supervision.Probing;

/// <summary>One of the registry's checks as a probe; what it found is said in the words of that check.</summary>
/// <param name="check">Which.</param>
/// <param name="port">For one that connects: where to.</param>
/// <param name="launch">For one that runs a program: the folder and the variables of the service.</param>
/// <param name="time">The clock.</param>
public sealed class CheckProbe(BuiltInCheck check, int? port, Launch launch, TimeProvider time) : IProbe
{
    /// <summary>How long a connection may take: 2 s.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    /// <summary>How long a program may take: 5 s.</summary>
    public static readonly TimeSpan ProgramLimit = TimeSpan.FromSeconds(5);

    /// <summary>Every ten seconds, from the beginning on; three failures in a row count.</summary>
    public static ProbeTiming Timing { get; } = new() { InitialDelay = TimeSpan.Zero, Interval = TimeSpan.FromSeconds(10), FailureThreshold = 3 };

    /// <inheritdoc/>
    public async Task<ProbeResult> ExecuteAsync(CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var (isGood, message) = check switch
        {
            { Path: { } path } => Said(Path.Exists(path)),
            { Command: { } command } => await RunAsync(launch with { Command = command }, cancel),
            _ => Said(await IsAnsweredAsync(cancel)),
        };
        return new ProbeResult(isGood, time.GetElapsedTime(began), message);
    }

    private (bool IsGood, string Message) Said(bool isGood) => (isGood, isGood ? check.Good : check.Bad);

    /// <summary>By either family: a server may listen on one of them alone. One that takes too long is not asked a second time.</summary>
    private async Task<bool> IsAnsweredAsync(CancellationToken cancel)
    {
        var ipv4 = await ConnectAsync("127.0.0.1", cancel);
        return ipv4.IsSuccess || (ipv4.Duration < ConnectLimit && Socket.OSSupportsIPv6 && (await ConnectAsync("::1", cancel)).IsSuccess);
    }

    private Task<ProbeResult> ConnectAsync(string address, CancellationToken cancel) =>
        ProbeFactory.Create(new ProbeSpec.Tcp(address, port ?? check.Port!.Value), Timing with { Timeout = ConnectLimit }, time)!.ExecuteAsync(cancel);

    private async Task<(bool IsGood, string Message)> RunAsync(Launch program, CancellationToken cancel)
    {
        try
        {
            if (!ShortProgram.IsThere(program)) return (false, check.Missing);
            var result = await ShortProgram.RunAsync(program, ProgramLimit, time, cancel);
            return result.IsTimeout ? (false, $"{check.Trouble}: timeout after {ProgramLimit.TotalSeconds:0} s") : Said(result.IsSuccess);
        }
        catch (BatonException e)
        {
            return (false, $"{check.Trouble}: {e.Message}");
        }
    }
}
