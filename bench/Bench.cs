using Baton.Bench.Peers;

namespace Baton.Bench;

/// <summary>What all scenarios share.</summary>
/// <param name="Root">Folder for everything that is written on the way.</param>
/// <param name="Beacon">The built <c>beacon.c</c>.</param>
/// <param name="Baton">The one that is judged; null when it was not built.</param>
/// <param name="Peers">Those it is compared with.</param>
/// <param name="Floor">The least that any program can need, where that can be told.</param>
/// <param name="IsQuick">Few repeats and short waits, to try the bench itself.</param>
internal sealed record Bench(string Root, string Beacon, Supervisor? Baton, IReadOnlyList<Supervisor> Peers, Supervisor Floor, bool IsQuick)
{
    public IReadOnlyList<Supervisor> All => Baton is null ? Peers : [Baton, .. Peers];

    public int Repeats => IsQuick ? 2 : 5;
}
