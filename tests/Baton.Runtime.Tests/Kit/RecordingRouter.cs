using System.Collections.Concurrent;
using Baton.Core;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Tests.Kit;

/// <summary>Remembers what the router was told.</summary>
internal sealed class RecordingRouter : IInstanceRouter
{
    /// <summary>Sockets that are listened on.</summary>
    public ConcurrentDictionary<InstanceId, string> Sockets { get; } = new();

    /// <summary>Answers to instances, as text.</summary>
    public ConcurrentQueue<string> Answers { get; } = new();

    /// <summary>The links as they are now.</summary>
    public volatile IReadOnlyList<Link> Links = [];

    /// <summary>Thrown by each listening; null: none.</summary>
    public BatonException? Failure { get; set; }

    /// <summary>Everything that is told waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Task ListenAsync(InstanceId id, string path)
    {
        if (Failure is not null) throw Failure;
        Sockets[id] = path;
        return Gate;
    }

    public Task RemoveAsync(InstanceId id)
    {
        Sockets.TryRemove(id, out _);
        return Gate;
    }

    public Task SetLinksAsync(IReadOnlyList<Link> links)
    {
        Links = links;
        return Gate;
    }

    public void Answer(InstanceId asked, bool isStart, string? error) => Answers.Enqueue($"{asked} {(isStart ? "start" : "stop")} {error ?? "done"}");
}
