using Baton.Runtime.Instances;

namespace Baton.Runtime.Control;

/// <summary>What a control socket is told about its surroundings.</summary>
/// <param name="Follow">Writes the output of an instance, line by line, until it is cancelled. A failure to write ends the connection.</param>
/// <param name="Notice">Told, on any thread, what people should know: who was refused, what went wrong with accepting.</param>
/// <param name="Time">The clock.</param>
public sealed record ControlOptions(Func<InstanceId, Stream, CancellationToken, Task> Follow, Action<string> Notice, TimeProvider Time)
{
    /// <summary>Most bytes of a request without its end: 1 MiB. A longer one is dropped and answered with an error.</summary>
    public const int LongestLine = 1024 * 1024;

    /// <summary>What <c>Version</c> answers.</summary>
    public string Version { get; init; } = "0.1.0";

    /// <summary>What <c>Baton</c> answers, Baton's own version.</summary>
    public string OwnVersion { get; init; } = "0.1.0";

    /// <summary>Most bytes of a program that is sent. Default 1 GiB; 0 refuses all but empty ones. A longer one is refused before it is sent.</summary>
    public long MostUploadBytes { get; init; } = RuntimeLimits.UploadBytes;

    /// <summary>Most connections at once. Default 256; at least 1. Who comes when there are as many gets one line that says so.</summary>
    public int MostConnections { get; init; } = 256;
}
