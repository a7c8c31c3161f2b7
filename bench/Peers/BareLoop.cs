using System.Globalization;
using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>No supervisor: a loop in C that starts children and their successors, and does nothing else. What the machine can do.</summary>
internal sealed class BareLoop(string prefix) : Supervisor("bare loop in C", "")
{
    private int _count;
    private IReadOnlyList<string> _command = [];

    // All services of the scenarios that it takes part in have the same command.
    public override void Write(Arena arena, IReadOnlyList<Service> services) => (_count, _command) = (services.Count, services[0].Command);

    public override IReadOnlyList<string> StartCommand(Arena arena) =>
        [$"{prefix}/floor", _count.ToString(CultureInfo.InvariantCulture), .. _command];

    public override string LogFolder(Arena arena, string service) => throw new NotSupportedException("it keeps no logs");
}
