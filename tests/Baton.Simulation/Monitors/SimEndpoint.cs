using Baton.Probes;
using Baton.Simulation.World;

namespace Baton.Simulation.Monitors;

/// <summary>An endpoint of the world, which does not know who asks it.</summary>
internal sealed class SimEndpoint(Dice dice)
{
    private int _asked;

    /// <summary>What it does from now on.</summary>
    public EndpointWay Way { get; set; }

    /// <summary>What comes of a question, and after how long; by then another way may hold.</summary>
    /// <param name="timeout">Whoever asks waits no longer.</param>
    public (TimeSpan After, ProbeResult Result) Ask(TimeSpan timeout)
    {
        var soon = dice.For("answer", "", ++_asked).Seconds(0.001, 0.04);
        return Way switch
        {
            EndpointWay.Well => (soon, Well(soon)),
            EndpointWay.Slow => (timeout * 0.9, Well(timeout * 0.9)),
            EndpointWay.Refusing => (TimeSpan.Zero, Bad(TimeSpan.Zero, "connection refused")),
            EndpointWay.Hanging => (timeout, Bad(timeout, "timeout")),
            EndpointWay.Flipping when _asked % 2 == 0 => (soon, Well(soon)),
            _ => (soon, Bad(soon, "HTTP 500")),
        };
    }

    private static ProbeResult Well(TimeSpan took) => new(true, took, "HTTP 200");

    private static ProbeResult Bad(TimeSpan took, string why) => new(false, took, why);
}
