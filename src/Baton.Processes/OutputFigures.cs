namespace Baton.Processes;

/// <summary>What the runs of a service have written since the host that counts it began. The numbers only grow.</summary>
/// <param name="Service">The service.</param>
/// <param name="Stdout">Its standard output.</param>
/// <param name="Stderr">Its standard error.</param>
public sealed record OutputFigures(string Service, StreamFigures Stdout, StreamFigures Stderr);

/// <summary>What came by one stream. Bytes are those that the service wrote, without the time and the tag that the log has before each line.</summary>
/// <param name="Bytes">Bytes that are in the log.</param>
/// <param name="Lines">Line ends among them.</param>
/// <param name="DroppedBytes">Bytes that were thrown away, since the log could not be written.</param>
/// <param name="DroppedLines">Line ends among those.</param>
public readonly record struct StreamFigures(long Bytes, long Lines, long DroppedBytes, long DroppedLines);
