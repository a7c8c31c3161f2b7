using Baton.Health.Monitors;

namespace Baton.Health.Alarms;

/// <summary>Hears what people are to be told. Called on the fleet's actor, one call at a time: it takes note and returns.</summary>
public interface IAlarmListener
{
    /// <summary>People are to be told of a monitor.</summary>
    /// <param name="now">What is to be seen of it now.</param>
    /// <param name="news">That it is down, up, flapping or steady.</param>
    void Told(MonitorView now, AlarmEffect news);

    /// <summary>A silence has begun.</summary>
    void Silenced(Silence silence);

    /// <summary>A silence has ended.</summary>
    /// <param name="silence">Which.</param>
    /// <param name="by">Who ended it; null when its time was over.</param>
    void Unsilenced(Silence silence, string? by);

    /// <summary>What outlives a daemon has changed.</summary>
    void MemoryChanged(AlarmMemory memory);
}
