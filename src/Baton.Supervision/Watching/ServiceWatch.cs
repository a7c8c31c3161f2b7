using Baton.Processes.Changes;

namespace Baton.Supervision.Watching;

/// <summary>Files whose changes restart a service, or let it read them again.</summary>
/// <param name="Files">Which.</param>
/// <param name="Debounce">It waits until nothing has changed for so long; 0 to 1 min.</param>
public sealed record ServiceWatch(WatchedFiles Files, TimeSpan Debounce);
