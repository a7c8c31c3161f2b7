namespace Baton.Processes.Devices;

/// <summary>Sees whether the things behind absolute paths are there: device nodes, most often behind udev's links, also plain files and folders.</summary>
public interface IDevices
{
    /// <summary>
    /// Watches a set of paths until the result is disposed. Tells the first sighting soon and then each change, in order, always from the
    /// same thread, which others wait for: post it to a mailbox and return. Once disposed no call begins any more; one that has begun may
    /// still be under way.
    /// </summary>
    /// <param name="paths">Absolute paths; links in them are followed. With none of them everything is present.</param>
    /// <param name="changed">Told what is seen.</param>
    /// <exception cref="ArgumentException">A path is not absolute or holds a NUL.</exception>
    /// <exception cref="ObjectDisposedException">The watch has ended.</exception>
    /// <exception cref="Core.BatonException">Unavailable: the system has no descriptors left.</exception>
    IDisposable Watch(IReadOnlyList<string> paths, Action<DeviceSighting> changed);
}
