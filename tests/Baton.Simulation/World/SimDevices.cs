using Baton.Processes.Devices;

namespace Baton.Simulation.World;

/// <summary>Devices that come, go and are replaced.</summary>
internal sealed class SimDevices(SimClock clock)
{
    private readonly Dictionary<string, TimeSpan> _missingSince = [];
    private int _generation;

    /// <summary>Told after each change.</summary>
    public event Action Changed = () => { };

    /// <summary>For how long a device has been away; zero when it is there.</summary>
    public TimeSpan AwayFor(string path) => _missingSince.TryGetValue(path, out var since) ? clock.Now - since : TimeSpan.Zero;

    public void Lose(string path)
    {
        _missingSince.TryAdd(path, clock.Now);
        Changed();
    }

    public void Return(string path)
    {
        _missingSince.Remove(path);
        _generation++;
        Changed();
    }

    public void ReturnAll()
    {
        foreach (var path in _missingSince.Keys.ToList()) Return(path);
    }

    public DeviceSighting Sight(IReadOnlyList<string> paths)
    {
        IReadOnlyList<string> missing = [.. paths.Where(_missingSince.ContainsKey)];
        return new DeviceSighting(missing, $"{_generation} {string.Join(' ', missing)}");
    }
}
