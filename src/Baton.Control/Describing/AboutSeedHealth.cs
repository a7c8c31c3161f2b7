using Baton.Contracts.Health;

namespace Baton.Control.Describing;

/// <summary>What programs are told of <c>/</c>, <c>/health</c> and <c>/healthz</c>.</summary>
internal static class AboutSeedHealth
{
    public static RouteAbout Root { get; } = new("What this is (health monitor's API); browsers are led to the dashboard") { Answer = () => HealthJson.Default.SeedRoot };

    public static RouteAbout Alive { get; } = new("Whether Baton still watches (health monitor's API)") { Answer = () => HealthJson.Default.SeedAlive, Fails = [503] };

    public static RouteAbout Answering { get; } = new("That the API answers") { Answer = () => HealthJson.Default.SeedAnswering };

    public static RouteAbout Status { get; } = new("All monitors (health monitor's API)") { Answer = () => HealthJson.Default.SeedStatus };

    public static RouteAbout Trigger { get; } = new("Probe all monitors now (health monitor's API)") { Answer = () => HealthJson.Default.SeedStatus };

    public static RouteAbout One { get; } = new("One monitor (gateway's API only)") { Answer = () => HealthJson.Default.MainMonitor };
}
