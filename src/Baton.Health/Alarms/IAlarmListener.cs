using Baton.Health.Monitors;

namespace Baton.Health.Alarms;

/// <summary>Hears what people are to be told. Called on the fleet's actor, one call at a time: it takes note and returns.</summary>
public interface IAlarmListener
{
    /// <summary>People are to be told of a monitor.</summary>
    /// <param name="now">What is to be seen of it now.</param>
    /// <param name="news">That it is down, up, flapping or steady.</param>
    void Told(MonitorView now, AlarmEffect news);

    /// <summary>People were told that a monitor is down, and nobody watches it any more: they are to be told that.</summary>
    /// <param name="name">It.</param>
    /// <param name="lasted">How long it was down; never negative.</param>
    void Unwatched(string name, TimeSpan lasted);

    /// <summary>A maintenance window has opened.</summary>
    /// <param name="name">It.</param>
    /// <param name="until">When it closes; null when that is not known.</param>
    void WindowOpened(string name, DateTimeOffset? until);

    /// <summary>A maintenance window has closed, or the manifest has it no more.</summary>
    /// <param name="name">It.</param>
    void WindowClosed(string name);

    /// <summary>Silences have begun, by one request: all but whose they are is the same.</summary>
    /// <param name="silences">At least one.</param>
    void Silenced(IReadOnlyList<Silence> silences);

    /// <summary>Silences have ended, at once.</summary>
    /// <param name="silences">At least one.</param>
    /// <param name="by">Who ended them; null when their time was over.</param>
    void Unsilenced(IReadOnlyList<Silence> silences, string? by);

    /// <summary>What outlives a daemon has changed.</summary>
    void MemoryChanged(AlarmMemory memory);
}
