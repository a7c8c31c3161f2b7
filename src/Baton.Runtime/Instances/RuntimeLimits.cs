namespace Baton.Runtime.Instances;

/// <summary>How much there may be of what clients add. What is beyond is refused and changes nothing.</summary>
public static class RuntimeLimits
{
    /// <summary>Instances at once.</summary>
    public const int Instances = 4096;

    /// <summary>Links at once.</summary>
    public const int Links = 16384;

    /// <summary>Characters of all paths and type names together: 16 Mi.</summary>
    public const int Characters = 16 * 1024 * 1024;

    /// <summary>Bytes of a program that is sent, where nothing else is set: 1 GiB.</summary>
    public const long UploadBytes = 1024 * 1024 * 1024;

    /// <summary>Lifecycle commands of clients that wait for their turn. Those of instances wait besides; each instance has one at a time.</summary>
    public const int Waiting = 1024;
}
