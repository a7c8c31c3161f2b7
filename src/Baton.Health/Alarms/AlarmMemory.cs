using System.Text.Encodings.Web;
using System.Text.Json;
using Baton.Core;
using Baton.Health.Manifests;

namespace Baton.Health.Alarms;

/// <summary>What of alarms outlives a daemon: who is silenced, and what people were told.</summary>
/// <param name="Silences">At most one for each monitor, and one for all; <see cref="Silence.Most"/> in all.</param>
/// <param name="Down">Since when a monitor is down of which people were told so, by name.</param>
/// <param name="Flapping">Of which people were told that they flap.</param>
public sealed record AlarmMemory(IReadOnlyList<Silence> Silences, IReadOnlyDictionary<string, DateTimeOffset> Down, IReadOnlyList<string> Flapping)
{
    // Only what JSON must escape is escaped: nobody takes the file for a page of HTML, and other scripts would be three times as long.
    private static readonly AlarmJson Json = new(new JsonSerializerOptions(AlarmJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Names of the maintenance windows that were told to be open; null from an earlier build.</summary>
    public IReadOnlyList<string>? OpenWindows { get; init; }

    /// <summary>Nothing.</summary>
    public static AlarmMemory None { get; } = new([], new Dictionary<string, DateTimeOffset>(), []);

    /// <summary>
    /// No memory is longer as JSON: of each thing there are at most as many as there may be silences, and here is a memory with the longest of each thing,
    /// so many times.
    /// </summary>
    public static int MaxBytes { get; } = Silence.Most * Longest().ToJson().Length;

    /// <summary>
    /// Reads what <see cref="ToJson"/> wrote; null when it is damaged, to which counts what no daemon writes. Silences may be more than there may be: a daemon before this limit wrote
    /// them.
    /// </summary>
    public static AlarmMemory? FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var memory = JsonSerializer.Deserialize(json, Json.AlarmMemory);
            return memory?.IsSound == true ? memory with { Silences = [.. memory.Silences.Select(silence => silence.Bounded())] } : null;
        }
        catch (JsonException)
        {
            // Who asked knows what to say of a file that is damaged.
            return null;
        }
    }

    /// <summary>As one object, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json.AlarmMemory);

    /// <summary>With as many silences as there may be; those that end first give way.</summary>
    public AlarmMemory WithinMost() => Silences.Count <= Silence.Most ? this : this with { Silences = [.. Silences.OrderByDescending(silence => silence.Until).Take(Silence.Most)] };

    private bool IsSound =>
        Silences.All(silence => silence is { Monitor: null } || Names.IsValid(silence?.Monitor))
        && AreNames(Down.Keys, HealthSection.Most) && AreNames(Flapping, HealthSection.Most) && AreNames(OpenWindows ?? [], MaintenanceKeys.Most);

    private static bool AreNames(IEnumerable<string> names, int most) => names.All(Names.IsValid) && names.Count() <= most;

    private static AlarmMemory Longest()
    {
        // All digits that a time can have, and a character that takes six bytes as \u0001; a name has none of that kind.
        var (name, time) = (new string('n', Names.MaxLength), new DateTimeOffset(DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay, TimeSpan.FromHours(1)));
        var silence = new Silence(name, time, new string('\u0001', Silence.MaxReason), new string('\u0001', Silence.MaxBy));
        return new AlarmMemory([silence], new Dictionary<string, DateTimeOffset> { [name] = time }, [name]) { OpenWindows = [name] };
    }
}
