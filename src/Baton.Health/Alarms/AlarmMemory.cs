using System.Text.Json;

namespace Baton.Health.Alarms;

/// <summary>What of alarms outlives a daemon: who is silenced, and what people were told.</summary>
/// <param name="Silences">At most one for each monitor, and one for all.</param>
/// <param name="Down">Since when a monitor is down of which people were told so, by name.</param>
/// <param name="Flapping">Of which people were told that they flap.</param>
public sealed record AlarmMemory(IReadOnlyList<Silence> Silences, IReadOnlyDictionary<string, DateTimeOffset> Down, IReadOnlyList<string> Flapping)
{
    /// <summary>Names of the maintenance windows that were told to be open; null from an earlier build.</summary>
    public IReadOnlyList<string>? OpenWindows { get; init; }

    /// <summary>Nothing.</summary>
    public static AlarmMemory None { get; } = new([], new Dictionary<string, DateTimeOffset>(), []);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null when it is damaged.</summary>
    public static AlarmMemory? FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AlarmJson.Default.AlarmMemory) is { Silences: not null, Down: not null, Flapping: not null } memory ? memory : null;
        }
        catch (JsonException)
        {
            // Who asked knows what to say of a file that is damaged.
            return null;
        }
    }

    /// <summary>As one object, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AlarmJson.Default.AlarmMemory);
}
