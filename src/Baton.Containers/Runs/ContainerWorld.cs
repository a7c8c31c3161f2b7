using System.Collections.Concurrent;
using Baton.Containers.Engine;
using Baton.Containers.Following;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>What all runs in containers of a state directory share.</summary>
/// <param name="labels">By which containers are known.</param>
/// <param name="records">Where they are on record.</param>
/// <param name="time">The clock.</param>
/// <param name="follower">The first words of a follower's command.</param>
internal sealed class ContainerWorld(ContainerLabels labels, ContainerRecords records, TimeProvider time, IReadOnlyList<string> follower) : IDisposable
{
    private readonly ConcurrentDictionary<string, EngineClient> _engines = new();
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();

    /// <summary>By which containers are known.</summary>
    public ContainerLabels Labels => labels;

    /// <summary>Where they are on record.</summary>
    public ContainerRecords Records => records;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Takes commands for programs.</summary>
    public required Action<ProcessCommand> Send { get; init; }

    /// <summary>Takes events.</summary>
    public required Action<ProcessEvent> Tell { get; init; }

    /// <summary>Takes a service, the kind of news and what people may want to know.</summary>
    public required Action<string, string, string> Say { get; init; }

    /// <summary>Told of a bug.</summary>
    public required Action<Exception> Crashed { get; init; }

    /// <summary>Told of a run that is over.</summary>
    public required Action<ContainerRun> Forget { get; init; }

    /// <summary>The engine at a socket; there are few.</summary>
    public EngineClient EngineAt(string socket) => _engines.GetOrAdd(socket, path => new EngineClient(path, time));

    /// <summary>Held while a container of a service is made or removed.</summary>
    public SemaphoreSlim GateOf(string service) => _gates.GetOrAdd(service, _ => new SemaphoreSlim(1));

    /// <summary>What follows the container of a run. When it is killed, another one can go on with the run.</summary>
    public Launch FollowerOf(ContainerRecord record, LogPolicy log) =>
        Around([.. follower, ContainerFollower.Verb, record.Socket, record.Name, labels.RunOf(record.Id), records.PlaceOf(record.Service)]) with { Log = log with { StaysOpen = true } };

    /// <summary>What runs a program inside.</summary>
    public Launch InsideOf(ContainerRecord record, IReadOnlyList<string> command) => Around([.. follower, ContainerExec.Verb, record.Socket, record.Name, .. command]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var engine in _engines.Values) engine.Dispose();
    }

    private static Launch Around(IReadOnlyList<string> command) => new() { Command = command, WorkingDirectory = "/", Environment = FollowerEnvironment.Own };
}
