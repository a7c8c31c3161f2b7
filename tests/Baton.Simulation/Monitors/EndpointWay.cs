namespace Baton.Simulation.Monitors;

/// <summary>What an endpoint does when it is asked.</summary>
internal enum EndpointWay
{
    /// <summary>It is well.</summary>
    Well,

    /// <summary>It is well, and takes nearly all the time that it has.</summary>
    Slow,

    /// <summary>It answers that it is not well.</summary>
    Failing,

    /// <summary>Nobody listens: the answer is there at once.</summary>
    Refusing,

    /// <summary>It never answers.</summary>
    Hanging,

    /// <summary>Well and failing by turns.</summary>
    Flipping,
}
