using Baton.Health.History.Buckets;

namespace Baton.Health.History.Memory;

/// <summary>What of a monitor is to be written with the next transaction, as it was in one instant.</summary>
/// <param name="Buckets">Counts to be added to what is saved.</param>
/// <param name="Results">Single results, with their numbers in memory.</param>
/// <param name="GoneRows">Rows of single results to be deleted.</param>
/// <param name="Incidents">Incidents to be written, each with the entry that it is of.</param>
/// <param name="State">The machine's state; null: as it is saved.</param>
internal sealed record Unsaved(
    List<(long Minute, ResultBucket Bucket)> Buckets,
    List<(long Number, SingleResult Result)> Results,
    long[] GoneRows,
    List<(IncidentLog.Entry Entry, Incident Then)> Incidents,
    byte[]? State);
