using Baton.Processes.Output;

namespace Baton.Supervision.Logs.Retention;

/// <summary>A log file as it lies on the disk.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="WrittenAt">When it was last written to (UTC).</param>
public readonly record struct KeptLog(LogFileName Name, long Bytes, DateTime WrittenAt);
