using Baton.Processes;

namespace Baton.Supervision.Manifests;

/// <summary>What to run; exactly one of the two is there.</summary>
/// <param name="Script">Text for a login shell.</param>
/// <param name="Words">A program and its arguments.</param>
internal sealed record ServiceCommand(string? Script, IReadOnlyList<string>? Words)
{
    /// <summary>With all that starting it needs.</summary>
    public Launch ToLaunch(string folder, IReadOnlyDictionary<string, string> environment, Venv? venv, LogPolicy log) => new()
    {
        Command = Words ?? ["bash", "-lc", venv?.Activate(Script!) ?? Script!],
        WorkingDirectory = folder,
        Environment = Words is null ? environment : venv?.Activate(environment) ?? environment,
        Log = log,
    };
}
