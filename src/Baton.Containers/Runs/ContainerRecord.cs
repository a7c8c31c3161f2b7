using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>A container that may be there: kept on the disk from before it is made until it is gone.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Run">Of which run.</param>
/// <param name="Socket">The engine that has it.</param>
/// <param name="Name">Its name there.</param>
internal sealed record ContainerRecord(string Service, int Run, string Socket, string Name)
{
    /// <summary>Its memory is limited, so that it may end for that.</summary>
    public bool IsMemoryLimited { get; init; }

    /// <summary>TCP ports of this machine that lead into it.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The run.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public RunId Id => new(Service, Run);
}
