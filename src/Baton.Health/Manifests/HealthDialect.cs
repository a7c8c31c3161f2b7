namespace Baton.Health.Manifests;

/// <summary>What the paths <c>/</c> and <c>/health…</c> answer: the two health monitors that Baton takes the place of say the same things differently.</summary>
public enum HealthDialect
{
    /// <summary>As the monitor with <c>POST /health/trigger</c>. The default.</summary>
    Seed,

    /// <summary>As the gateway with <c>/health/status/NAME</c>.</summary>
    Main,
}
