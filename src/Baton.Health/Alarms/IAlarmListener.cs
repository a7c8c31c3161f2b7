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

    /// <summary>A silence has begun.</summary>
    void Silenced(Silence silence);

    /// <summary>A silence has ended.</summary>
    /// <param name="silence">Which.</param>
    /// <param name="by">Who ended it; null when its time was over.</param>
    void Unsilenced(Silence silence, string? by);

    /// <summary>What outlives a daemon has changed.</summary>
    void MemoryChanged(AlarmMemory memory);
}
