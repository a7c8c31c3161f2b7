using Baton.Manifest.Binding;

namespace Baton.Supervision.Manifests;

/// <summary>Reads where the engine of containers is: the table <c>docker</c>, else <c>DOCKER_HOST</c>, else its usual place.</summary>
internal static class DockerKeys
{
    private const string Usual = "/var/run/docker.sock", Scheme = "unix://";

    /// <summary>The context with it.</summary>
    /// <param name="root">The whole manifest.</param>
    /// <param name="context">What services start from.</param>
    public static ServicesContext Read(TableReader root, ServicesContext context)
    {
        var given = root.SubTable("docker") is { } table ? Socket(table) : null;
        if (given is not null) return context with { EngineSocket = given };
        if (context.Environment.GetValueOrDefault("DOCKER_HOST") is not { Length: > 0 } host) return context with { EngineSocket = Usual };
        var isSocket = host.StartsWith(Scheme, StringComparison.Ordinal) && Path.IsPathRooted(host[Scheme.Length..]);
        return isSocket
            ? context with { EngineSocket = host[Scheme.Length..] }
            : context with { EngineProblem = $"DOCKER_HOST is \"{host}\", and Baton talks to an engine over its Unix socket only; set [docker] socket = \"/path\", or DOCKER_HOST=unix:///path" };
    }

    private static string? Socket(TableReader table)
    {
        var path = table.OptionalString("socket");
        table.Finish();
        if (path is null || Path.IsPathRooted(path)) return path;
        table.Report("socket", $"\"{path}\" is not an absolute path, as in socket = \"{Usual}\"");
        return null;
    }
}
