using System.Text.Json;
using Baton.Contracts;

namespace Baton.Client.Blocking;

/// <summary>The fields of one service while they are read. Held to <see cref="ServiceRecord"/> by a test.</summary>
internal sealed class ServiceFields
{
    private string? _name, _state, _exitSignal, _reason, _displayName, _description, _statusText, _replicaOf, _restartPolicy;
    private bool? _ready, _desired, _enabled, _autostart;
    private int? _run, _pid, _restarts, _failures, _exitCode, _processes, _port;
    private DateTimeOffset? _since, _startedAt, _nextStartAt;
    private double? _cpuPercent;
    private long? _memoryBytes;
    private DateTimeOffset? _figuresOldSince;
    private List<string>? _dependsOn, _monitors, _groups;
    private List<int>? _ports;
    private HealthRecord? _health;
    private List<string>? _lastOutput;

    /// <summary>Reads the value of the field that the reader stands on; a field of a later version is skipped.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        var isKnown = ReadWhatItIs(ref reader) || ReadItsRuns(ref reader) || ReadItsFigures(ref reader) || ReadItsLabels(ref reader);
        if (isKnown) return;
        reader.Read();
        reader.Skip();
    }

    /// <summary>The record; one without a field that every service has is refused.</summary>
    public ServiceRecord Build() => new()
    {
        Name = _name ?? throw Missing("name"),
        State = _state ?? throw Missing("state"),
        Ready = _ready ?? throw Missing("ready"),
        Desired = _desired ?? throw Missing("desired"),
        Run = _run ?? throw Missing("run"),
        Pid = _pid,
        Restarts = _restarts ?? throw Missing("restarts"),
        Failures = _failures ?? throw Missing("failures"),
        Since = _since ?? throw Missing("since"),
        StartedAt = _startedAt,
        NextStartAt = _nextStartAt,
        ExitCode = _exitCode,
        ExitSignal = _exitSignal,
        Reason = _reason,
        DependsOn = _dependsOn ?? throw Missing("depends_on"),
        Monitors = _monitors,
        Groups = _groups ?? throw Missing("groups"),
        Enabled = _enabled ?? throw Missing("enabled"),
        Autostart = _autostart ?? throw Missing("autostart"),
        ReplicaOf = _replicaOf,
        RestartPolicy = _restartPolicy,
        DisplayName = _displayName,
        Description = _description,
        Port = _port,
        CpuPercent = _cpuPercent,
        MemoryBytes = _memoryBytes,
        FiguresOldSince = _figuresOldSince,
        Processes = _processes,
        Ports = _ports,
        Health = _health,
        LastOutput = _lastOutput,
        StatusText = _statusText,
    };

    private bool ReadWhatItIs(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("name"u8)) _name = Text(ref reader);
        else if (reader.ValueTextEquals("state"u8)) _state = Text(ref reader);
        else if (reader.ValueTextEquals("ready"u8)) _ready = Flag(ref reader);
        else if (reader.ValueTextEquals("desired"u8)) _desired = Flag(ref reader);
        else if (reader.ValueTextEquals("since"u8)) _since = Time(ref reader);
        else if (reader.ValueTextEquals("reason"u8)) _reason = Text(ref reader);
        else if (reader.ValueTextEquals("status_text"u8)) _statusText = Text(ref reader);
        else if (reader.ValueTextEquals("replica_of"u8)) _replicaOf = Text(ref reader);
        else if (reader.ValueTextEquals("restart_policy"u8)) _restartPolicy = Text(ref reader);
        else if (reader.ValueTextEquals("depends_on"u8)) _dependsOn = Texts(ref reader);
        else if (reader.ValueTextEquals("monitors"u8)) _monitors = Texts(ref reader);
        else return false;
        return true;
    }

    private bool ReadItsRuns(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("run"u8)) _run = Number(ref reader);
        else if (reader.ValueTextEquals("pid"u8)) _pid = Number(ref reader);
        else if (reader.ValueTextEquals("restarts"u8)) _restarts = Number(ref reader);
        else if (reader.ValueTextEquals("failures"u8)) _failures = Number(ref reader);
        else if (reader.ValueTextEquals("started_at"u8)) _startedAt = Time(ref reader);
        else if (reader.ValueTextEquals("next_start_at"u8)) _nextStartAt = Time(ref reader);
        else if (reader.ValueTextEquals("exit_code"u8)) _exitCode = Number(ref reader);
        else if (reader.ValueTextEquals("exit_signal"u8)) _exitSignal = Text(ref reader);
        else if (reader.ValueTextEquals("last_output"u8)) _lastOutput = Texts(ref reader);
        else return false;
        return true;
    }

    private bool ReadItsFigures(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("cpu_percent"u8)) _cpuPercent = HasValue(ref reader) ? reader.GetDouble() : null;
        else if (reader.ValueTextEquals("figures_old_since"u8)) _figuresOldSince = Time(ref reader);
        else if (reader.ValueTextEquals("memory_bytes"u8)) _memoryBytes = HasValue(ref reader) ? reader.GetInt64() : null;
        else if (reader.ValueTextEquals("processes"u8)) _processes = Number(ref reader);
        else if (reader.ValueTextEquals("ports"u8)) _ports = Numbers(ref reader);
        else if (reader.ValueTextEquals("health"u8)) _health = HealthFields.Read(ref reader);
        else return false;
        return true;
    }

    private bool ReadItsLabels(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("groups"u8)) _groups = Texts(ref reader);
        else if (reader.ValueTextEquals("enabled"u8)) _enabled = Flag(ref reader);
        else if (reader.ValueTextEquals("autostart"u8)) _autostart = Flag(ref reader);
        else if (reader.ValueTextEquals("display_name"u8)) _displayName = Text(ref reader);
        else if (reader.ValueTextEquals("description"u8)) _description = Text(ref reader);
        else if (reader.ValueTextEquals("port"u8)) _port = Number(ref reader);
        else return false;
        return true;
    }

    private static bool HasValue(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.Null;

    private static string? Text(ref Utf8JsonReader reader) => HasValue(ref reader) ? reader.GetString() : null;

    private static bool? Flag(ref Utf8JsonReader reader) => HasValue(ref reader) ? reader.GetBoolean() : null;

    private static int? Number(ref Utf8JsonReader reader) => HasValue(ref reader) ? reader.GetInt32() : null;

    private static DateTimeOffset? Time(ref Utf8JsonReader reader) => HasValue(ref reader) ? reader.GetDateTimeOffset().ToUniversalTime() : null;

    private static List<string>? Texts(ref Utf8JsonReader reader)
    {
        if (!BeginsArray(ref reader)) return null;
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) texts.Add(reader.GetString() ?? throw new JsonException("an empty entry"));
        return texts;
    }

    private static List<int>? Numbers(ref Utf8JsonReader reader)
    {
        if (!BeginsArray(ref reader)) return null;
        var numbers = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) numbers.Add(reader.GetInt32());
        return numbers;
    }

    private static bool BeginsArray(ref Utf8JsonReader reader)
    {
        if (!HasValue(ref reader)) return false;
        return reader.TokenType == JsonTokenType.StartArray ? true : throw new JsonException("a list is expected");
    }

    private static JsonException Missing(string field) => new($"a service without \"{field}\"");
}
