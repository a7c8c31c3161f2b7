namespace Baton.Health.Manifests;

/// <summary>What of what happens stands in Baton's own log; the journal has all of it in any case.</summary>
public enum OwnLogLevel
{
    /// <summary>All. The default.</summary>
    All,

    /// <summary>Warnings and errors.</summary>
    Warnings,

    /// <summary>Errors.</summary>
    Errors,
}
