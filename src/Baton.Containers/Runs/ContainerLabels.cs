using System.Globalization;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>By what a container of ours is known. One without all of these is never touched.</summary>
/// <param name="findState">Gives the id of the state directory; asked when there is a container, since who owns processes may be about to make it.</param>
internal sealed class ContainerLabels(Func<string> findState)
{
    private const string State = "baton.state", Service = "baton.service", Run = "baton.run";

    private readonly Lazy<string> _state = new(findState);

    /// <summary>Name of a service's container.</summary>
    public string NameOf(string service) => $"baton-{_state.Value[..8]}-{service}";

    /// <summary>What that of a run carries.</summary>
    public IReadOnlyDictionary<string, string> Of(RunId id) =>
        new Dictionary<string, string> { [State] = _state.Value, [Service] = id.Service, [Run] = id.Run.ToString(CultureInfo.InvariantCulture) };

    /// <summary>The run, as its follower is told it.</summary>
    public string RunOf(RunId id) => string.Create(CultureInfo.InvariantCulture, $"{_state.Value}/{id.Service}/{id.Run}");

    /// <summary>Whether these say that it is the container of a run.</summary>
    /// <param name="labels">Its labels.</param>
    /// <param name="run">What <see cref="RunOf"/> made.</param>
    public static bool AreOfRun(IReadOnlyDictionary<string, string>? labels, string run) =>
        labels is not null && $"{labels.GetValueOrDefault(State)}/{labels.GetValueOrDefault(Service)}/{labels.GetValueOrDefault(Run)}" == run;

    /// <summary>What all those of a service carry, as the engine is asked for it.</summary>
    public IReadOnlyList<string> OfService(string service) => [$"{State}={_state.Value}", $"{Service}={service}"];

    /// <summary>Whether these say that it is a container of a service here.</summary>
    /// <param name="names">Its names, each after a slash. Labels alone do not do: a container of a person's inherits them from an image that was made of ours.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="service">The service.</param>
    public bool AreOurs(IReadOnlyList<string>? names, IReadOnlyDictionary<string, string>? labels, string service) =>
        names is not null && names.Contains("/" + NameOf(service)) && labels is not null && labels.TryGetValue(State, out var found) && found == _state.Value && labels.TryGetValue(Service, out var name) && name == service;
}
