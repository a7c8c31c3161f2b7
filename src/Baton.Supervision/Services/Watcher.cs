namespace Baton.Supervision.Services;

/// <summary>What watches or asks one service; each is begun and ended by itself.</summary>
internal enum Watcher
{
    Devices,
    Probes,
    Check,
    Notify,
    Schedule,
    Watch,
}
