namespace Baton.Processes.Devices;

/// <summary>Limits of a device watch; tests lower them.</summary>
internal sealed record DeviceWatchOptions
{
    /// <summary>How often every path is looked at, whatever the kernel tells. Default 30 s.</summary>
    public TimeSpan SlowLook { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a path is looked at of which the kernel does not tell. Default 2 s.</summary>
    public TimeSpan OftenLook { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Folders watched at most. Default 8,192, the least that kernels allow a user by default.</summary>
    public int FolderLimit { get; init; } = 8192;
}
