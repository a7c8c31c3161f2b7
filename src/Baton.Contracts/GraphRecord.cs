namespace Baton.Contracts;

/// <summary>Answer of <c>GET /api/v1/graph</c>: who depends on whom.</summary>
/// <param name="Services">Services in the order of the manifest: those asked for, and what they depend on.</param>
/// <param name="Chain">
/// What the last start spent its time on, the last service first: each waited for the next. Null when it was not asked for or nothing is ready.
/// </param>
public sealed record GraphRecord(IReadOnlyList<GraphService> Services, IReadOnlyList<ChainLink>? Chain = null);

/// <summary>A service of the graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DependsOn">What it depends on, in the order of the manifest.</param>
/// <param name="State">One of <see cref="ServiceStates"/>; null where no daemon runs.</param>
/// <param name="Ready">True while it runs and what depends on it may start; null where no daemon runs.</param>
public sealed record GraphService(string Name, IReadOnlyList<GraphEdge> DependsOn, string? State = null, bool? Ready = null)
{
    /// <summary>The monitors that must be up before it starts; null when there is none.</summary>
    public IReadOnlyList<string>? Monitors { get; init; }
}

/// <summary>A dependency.</summary>
/// <param name="Name">The service that is depended on.</param>
/// <param name="Condition">What is waited for: <c>ready</c>, <c>started</c>, <c>completed</c> or <c>succeeded</c>.</param>
public sealed record GraphEdge(string Name, string Condition);

/// <summary>One service of the chain that took the longest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StartedAt">When its process was started.</param>
/// <param name="ReadyAt">When it was ready or, a one-shot, had completed.</param>
/// <param name="AtSeconds">From the first start of the chain to its own.</param>
/// <param name="StartSeconds">From its start until it was ready.</param>
public sealed record ChainLink(string Name, DateTimeOffset StartedAt, DateTimeOffset ReadyAt, double AtSeconds, double StartSeconds);
