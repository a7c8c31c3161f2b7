using Baton.Core;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>A look at what a dead host left alive, for who does not become its successor; ends and adopts nothing.</summary>
public static class LeftoverLook
{
    /// <summary>A process of a service that provably belongs to an earlier host of this state directory; null when none lives, or none can be proven.</summary>
    /// <param name="stateDirectory">Absolute path; the caller holds it, so that no host begins or runs.</param>
    /// <param name="service">Whose.</param>
    /// <exception cref="BatonException">Unavailable: it cannot be looked.</exception>
    public static int? Find(string stateDirectory, string service)
    {
        var path = Path.Combine(stateDirectory, "run", "table");
        if (!File.Exists(path)) return null;
        var state = StateId.Of(stateDirectory, out _);
        using var table = RunTable.Open(path, state, BootId.Read(), TimeProvider.System.GetUtcNow(), static _ => { });
        using var snapshot = new ProcSnapshot();
        snapshot.Take();
        foreach (var left in LeftoverSearch.Find(snapshot, state, table))
        {
            if (left.Id.Service == service) return left.Pid;
        }

        return snapshot.IsWhole ? null : throw new BatonException(ErrorCode.Unavailable, "cannot look what lives: no descriptors or memory are left");
    }
}
