using System.Globalization;
using Baton.Processes;
using Baton.Processes.Output;
using Baton.Processes.Output.Compression;

namespace Baton.PumpProcess;

/// <summary>What the test asks of the hosted pump.</summary>
/// <param name="Policy">Of a run that it opens; a recovered one has its own.</param>
/// <param name="CrashAt">Where the process kills itself; null for nowhere.</param>
/// <param name="CrashAfter">The how manieth time it is there.</param>
internal sealed record PumpArguments(LogPolicy Policy, PumpPoint? CrashAt, int CrashAfter)
{
    /// <summary>Where in a compression the process kills itself; null for nowhere.</summary>
    public CompressionPoint? DieAt { get; init; }

    public static PumpArguments Parse(string[] words)
    {
        var parsed = new PumpArguments(new LogPolicy(0, 1000, FullDiskPolicy.Drop), null, 0);
        foreach (var word in words)
        {
            var (name, value) = word.Split('=', 2) is [var n, var v] ? (n, v) : (word, "");
            parsed = name switch
            {
                "rotate" => parsed with { Policy = parsed.Policy with { RotateBytes = long.Parse(value, CultureInfo.InvariantCulture) } },
                "keep" => parsed with { Policy = parsed.Policy with { RotateCount = int.Parse(value, CultureInfo.InvariantCulture) } },
                "full" => parsed with { Policy = parsed.Policy with { FullDisk = Enum.Parse<FullDiskPolicy>(value, ignoreCase: true) } },
                "age" => parsed with { Policy = parsed.Policy with { RotateAge = TimeSpan.FromSeconds(int.Parse(value, CultureInfo.InvariantCulture)) } },
                "compress" => parsed with { Policy = parsed.Policy with { Compress = true } },
                "die" => parsed with { DieAt = Enum.Parse<CompressionPoint>(value) },
                "crash" => parsed with
                {
                    CrashAt = Enum.Parse<PumpPoint>(value.Split(':')[0]),
                    CrashAfter = int.Parse(value.Split(':')[1], CultureInfo.InvariantCulture),
                },
                _ => throw new ArgumentException($"unknown word {word}"),
            };
        }

        return parsed;
    }
}
