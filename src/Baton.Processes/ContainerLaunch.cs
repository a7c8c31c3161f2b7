namespace Baton.Processes;

/// <summary>What a container is made from. The command of its <see cref="Launch"/> is what runs inside, and may be empty; the environment is that of the container.</summary>
/// <param name="Image">The image, as <c>name:tag</c>.</param>
/// <param name="Socket">Absolute path of the engine's Unix socket.</param>
public sealed record ContainerLaunch(string Image, string Socket)
{
    /// <summary>Takes the place of the image's entry point; null leaves that as it is.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Ports of this machine that lead to ports of the container.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    /// <summary>Folders and files of this machine that the container sees.</summary>
    public IReadOnlyList<BoundVolume> Volumes { get; init; } = [];

    /// <summary>The network, as the engine names it; null is the engine's own default.</summary>
    public string? Network { get; init; }

    /// <summary>As whom its first process runs, in the container's own accounts; null is what the image says.</summary>
    public string? User { get; init; }

    /// <summary>Absolute path inside the container; null is what the image says.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>When the image is fetched. Default: when it is missing.</summary>
    public PullPolicy Pull { get; init; }
}

/// <summary>A port of this machine that leads into a container.</summary>
/// <param name="Address">Address it is opened on; empty is every one.</param>
/// <param name="Host">Port of this machine, 1 to 65,535.</param>
/// <param name="Inside">Port of the container, 1 to 65,535.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record PublishedPort(string Address, int Host, int Inside, string Protocol);

/// <summary>A folder or file of this machine that a container sees.</summary>
/// <param name="Source">Absolute path of this machine.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="IsReadOnly">The container cannot change it.</param>
public sealed record BoundVolume(string Source, string Target, bool IsReadOnly);

/// <summary>When an image is fetched.</summary>
public enum PullPolicy
{
    /// <summary>When the engine does not have it.</summary>
    Missing,

    /// <summary>Never: without it the run fails.</summary>
    Never,

    /// <summary>Before every run.</summary>
    Always,
}
