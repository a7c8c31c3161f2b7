using Baton.Processes.Devices;

namespace Baton.TestKit;

/// <summary>Devices that come and go as a test says; all are there at first.</summary>
public sealed class ScriptedDevices : IDevices
{
    private readonly List<(IReadOnlyList<string> Paths, Action<DeviceSighting> Changed)> _watches = [];
    private readonly HashSet<string> _missing = [];
    private int _generation;

    /// <inheritdoc/>
    public IDisposable Watch(IReadOnlyList<string> paths, Action<DeviceSighting> changed)
    {
        var watch = (paths, changed);
        _watches.Add(watch);
        changed(Sight(paths));
        return new Ending(() => _watches.Remove(watch));
    }

    /// <summary>A device goes.</summary>
    public void Lose(string path) => Change(() => _missing.Add(path));

    /// <summary>A device comes.</summary>
    public void Return(string path) => Change(() => _missing.Remove(path));

    /// <summary>Every device is another under its old name.</summary>
    public void Replace() => Change(() => _generation++);

    private void Change(Action change)
    {
        change();
        foreach (var (paths, changed) in _watches.ToArray()) changed(Sight(paths));
    }

    private DeviceSighting Sight(IReadOnlyList<string> paths) => new([.. paths.Where(_missing.Contains)], $"{_generation} {string.Join(' ', paths.Where(_missing.Contains))}");

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
