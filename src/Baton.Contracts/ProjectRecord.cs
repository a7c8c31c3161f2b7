namespace Baton.Contracts;

/// <summary>A Baton that runs, as <c>baton projects -o json</c> shows it.</summary>
/// <param name="Folder">Absolute path of the project: the folder of its state directory when that is called <c>.baton</c>, else the state directory.</param>
/// <param name="StateDirectory">Absolute path of the state directory.</param>
/// <param name="State"><c>running</c>, <c>stopping</c>, or <c>silent</c> when its daemon does not answer.</param>
/// <param name="Manifest">Absolute path of the manifest; null when it has none or does not answer.</param>
/// <param name="Pid">Process of Baton there (of its guardian); null when that is not known.</param>
/// <param name="Running">How many services are running; null when it does not answer.</param>
/// <param name="Services">How many services there are; null when it does not answer.</param>
/// <param name="StartedAt">When its daemon began; null when it does not answer.</param>
public sealed record ProjectRecord(
    string Folder, string StateDirectory, string State, string? Manifest = null, int? Pid = null, int? Running = null, int? Services = null, DateTimeOffset? StartedAt = null);
