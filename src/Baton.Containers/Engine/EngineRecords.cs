using System.Text.Json.Serialization;

namespace Baton.Containers.Engine;

/// <summary>What the engine is asked to make a container of; names as on its wire.</summary>
internal sealed record ContainerWish(string Image, IReadOnlyList<string>? Cmd, IReadOnlyList<string>? Entrypoint, IReadOnlyList<string> Env, IReadOnlyDictionary<string, string> Labels)
{
    public string? User { get; init; }

    public string? WorkingDir { get; init; }

    public IReadOnlyDictionary<string, EmptyObject>? ExposedPorts { get; init; }

    public required HostWish HostConfig { get; init; }
}

/// <summary>What of this machine the container gets.</summary>
internal sealed record HostWish
{
    public IReadOnlyList<MountWish> Mounts { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<PortWish>>? PortBindings { get; init; }

    public string? NetworkMode { get; init; }

    public long? Memory { get; init; }

    [JsonPropertyName("NanoCpus")]
    public long? NanoCpus { get; init; }

    public long? PidsLimit { get; init; }

    public IReadOnlyList<UlimitWish>? Ulimits { get; init; }

    public LogWish LogConfig { get; init; } = LogWish.Bounded;
}

/// <summary>A folder or file of this machine.</summary>
internal sealed record MountWish(string Type, string Source, string Target, bool ReadOnly);

/// <summary>A port of this machine.</summary>
internal sealed record PortWish(string HostIp, string HostPort);

/// <summary>A limit of each process.</summary>
internal sealed record UlimitWish(string Name, long Soft, long Hard);

/// <summary>Where the engine keeps what the container writes, until it is in Baton's log.</summary>
internal sealed record LogWish(string Type, IReadOnlyDictionary<string, string> Config)
{
    public static LogWish Bounded { get; } = new("json-file", new Dictionary<string, string> { ["max-size"] = "10m", ["max-file"] = "3" });
}

/// <summary>What the wire wants where nothing is said.</summary>
internal sealed record EmptyObject;

/// <summary>A container that was made.</summary>
internal sealed record MadeContainer(string Id);

/// <summary>A container in a list.</summary>
internal sealed record ListedContainer(string Id, IReadOnlyList<string>? Names, IReadOnlyDictionary<string, string>? Labels);

/// <summary>A container that was looked at.</summary>
internal sealed record SeenContainer(string Id, ContainerState State, SeenConfig? Config);

/// <summary>How it was made, as far as that matters here.</summary>
internal sealed record SeenConfig(IReadOnlyDictionary<string, string>? Labels);

/// <summary>How it does.</summary>
internal sealed record ContainerState(string Status, bool Running, int ExitCode)
{
    [JsonPropertyName("OOMKilled")]
    public bool IsOutOfMemory { get; init; }

    public string? Error { get; init; }

    /// <summary>What the image's own check finds; null where it has none.</summary>
    public SeenHealth? Health { get; init; }
}

/// <summary>What an image's own check finds.</summary>
internal sealed record SeenHealth(string? Status, int FailingStreak);

/// <summary>What a container uses.</summary>
internal sealed record ContainerStats([property: JsonPropertyName("cpu_stats")] CpuStats? Cpu, [property: JsonPropertyName("memory_stats")] MemoryStats? Memory, [property: JsonPropertyName("pids_stats")] PidsStats? Pids);

/// <summary>Processor time.</summary>
internal sealed record CpuStats([property: JsonPropertyName("cpu_usage")] CpuUsage? Usage);

/// <summary>Nanoseconds since it began.</summary>
internal sealed record CpuUsage([property: JsonPropertyName("total_usage")] ulong Total);

/// <summary>Bytes, and how they are made up.</summary>
internal sealed record MemoryStats([property: JsonPropertyName("usage")] long Usage, [property: JsonPropertyName("stats")] IReadOnlyDictionary<string, long>? Parts);

/// <summary>Processes and threads.</summary>
internal sealed record PidsStats([property: JsonPropertyName("current")] int Current);

/// <summary>A program that is to run in a container.</summary>
internal sealed record ExecWish(IReadOnlyList<string> Cmd)
{
    public bool AttachStdout { get; init; } = true;

    public bool AttachStderr { get; init; } = true;
}

/// <summary>How it is started.</summary>
internal sealed record ExecStart(bool Detach, bool Tty);

/// <summary>How it ended.</summary>
internal sealed record SeenExec(bool Running, int? ExitCode);

/// <summary>One line of news about an image that is fetched.</summary>
internal sealed record PullNews([property: JsonPropertyName("status")] string? Status, [property: JsonPropertyName("id")] string? Id, [property: JsonPropertyName("error")] string? Error, [property: JsonPropertyName("progressDetail")] PullProgress? Progress);

/// <summary>Bytes of one layer.</summary>
internal sealed record PullProgress([property: JsonPropertyName("current")] long Current, [property: JsonPropertyName("total")] long Total);

/// <summary>A refusal.</summary>
internal sealed record EngineProblem([property: JsonPropertyName("message")] string? Message);
