namespace Baton.Processes.Devices;

/// <summary>What one caller watches.</summary>
internal sealed class DeviceSubscription(IReadOnlyList<string> paths, Action<DeviceSighting> changed, Action<DeviceSubscription> ended) : IDisposable
{
    private DeviceSighting? _told;
    private int _isEnded;

    public IReadOnlyList<string> Paths => paths;

    /// <summary>The same paths as the watching thread knows them; its own.</summary>
    public IReadOnlyList<WatchedPath> Watched { get; set; } = [];

    public bool IsEnded => Volatile.Read(ref _isEnded) != 0;

    /// <summary>Tells what is seen now unless it was told already. On the watching thread.</summary>
    public void Tell()
    {
        var missing = Watched.Where(path => path.Identity is null).Select(path => path.Path);
        var sighting = new DeviceSighting([.. missing], string.Join('\n', Watched.Select(path => path.Identity ?? "-")));
        if (IsEnded || sighting == _told) return;
        _told = sighting;
        changed(sighting);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0) ended(this);
    }
}
