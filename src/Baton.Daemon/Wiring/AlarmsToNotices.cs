using System.Globalization;
using Baton.Core.Notices;
using Baton.Daemon.State;
using Baton.Health.Alarms;
using Baton.Health.Monitors;

namespace Baton.Daemon.Wiring;

/// <summary>What people are to be told of monitors to the record of what happened, from where it goes to those that the manifest names.</summary>
/// <param name="notices">The record.</param>
/// <param name="factOf">The fact that a monitor's health is what it is: the cause.</param>
/// <param name="memory">What outlives this daemon.</param>
internal sealed class AlarmsToNotices(NoticeBoard notices, Func<string, long?> factOf, AlarmFile memory) : IAlarmListener
{
    /// <summary>Of how many monitors a silence is told one by one: more at once would push out of memory what else happened.</summary>
    public const int MostSingly = 100;

    /// <inheritdoc/>
    public void Told(MonitorView now, AlarmEffect news)
    {
        var (what, detail) = news switch
        {
            AlarmEffect.TellDown x => ("down", x.Reason),
            AlarmEffect.TellUp x => ("up", $"after {InWords(x.Lasted)}"),
            AlarmEffect.TellFlapping x => ("flapping", string.Create(CultureInfo.InvariantCulture, $"{x.Changes} changes in {x.Results} results; down and up are not told until it is steady")),
            AlarmEffect.TellSteady x => ("steady", x.Standing switch { AlarmStanding.Up => "it is up", AlarmStanding.Unknown => null, _ => "it is down" }),
            _ => throw new InvalidOperationException($"{news} is nothing to tell"),
        };
        notices.Publish($"monitor/{now.Definition.Name}", what, factOf(now.Definition.Name), detail);
    }

    /// <inheritdoc/>
    public void Unwatched(string name, TimeSpan lasted) => notices.Publish($"monitor/{name}", "up", factOf(name), $"it is not watched any more; it was down for {InWords(lasted)}");

    /// <inheritdoc/>
    public void WindowOpened(string name, DateTimeOffset? until) => notices.Publish("daemon", "maintenance_began", cause: null,
        until is { } end ? string.Create(CultureInfo.InvariantCulture, $"{name} until {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}") : name);

    /// <inheritdoc/>
    public void WindowClosed(string name) => notices.Publish("daemon", "maintenance_ended", cause: null, name);

    /// <inheritdoc/>
    public void Silenced(IReadOnlyList<Silence> silences) => Tell(silences, "silenced", string.Create(CultureInfo.InvariantCulture,
        $"until {silences[0].Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} by {silences[0].By}{(silences[0].Reason.Length > 0 ? $": {silences[0].Reason}" : "")}"));

    /// <inheritdoc/>
    public void Unsilenced(IReadOnlyList<Silence> silences, string? by) => Tell(silences, "unsilenced", by is null ? "its time is over" : $"by {by}");

    /// <inheritdoc/>
    public void MemoryChanged(AlarmMemory now) => memory.Store(now);

    private void Tell(IReadOnlyList<Silence> silences, string what, string detail)
    {
        if (silences.Any(silence => silence.Monitor is null)) notices.Publish("daemon", $"monitors_{what}", cause: null, detail);
        var names = silences.Select(silence => silence.Monitor).OfType<string>().ToList();
        if (names.Count > MostSingly)
            notices.Publish("daemon", $"monitors_{what}", cause: null, string.Create(CultureInfo.InvariantCulture, $"{names.Count} monitors ({string.Join(", ", names.Take(3))}, …) {detail}"));
        else foreach (var name in names) notices.Publish($"monitor/{name}", what, cause: null, detail);
    }

    /// <summary>The two greatest units.</summary>
    private static string InWords(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d {span.Hours} h"),
        { TotalHours: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
    };
}
