using Baton.Processes.Devices;
using Baton.TestKit;

namespace Baton.Processes.Tests.Devices;

/// <summary>What one watch was told, in order.</summary>
internal sealed class Sightings
{
    private readonly List<DeviceSighting> _all = [];

    /// <summary>Everything told so far.</summary>
    public IReadOnlyList<DeviceSighting> All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    public void Add(DeviceSighting sighting)
    {
        lock (_all) _all.Add(sighting);
    }

    /// <summary>Waits until what was told last is as wanted, and returns it.</summary>
    public async Task<DeviceSighting> LastAsync(Func<DeviceSighting, bool> isWanted, string what)
    {
        DeviceSighting? last = null;
        await Eventually.HoldsAsync(() => (last = All is [.., var newest] ? newest : null) is not null && isWanted(last), () => $"{what}; told: {string.Join(" | ", All)}");
        return last!;
    }

    public Task<DeviceSighting> PresentAsync() => LastAsync(sighting => sighting.AreAllPresent, "everything is present");

    public Task<DeviceSighting> MissingAsync(params string[] paths) =>
        LastAsync(sighting => sighting.Missing.SequenceEqual(paths), $"{string.Join(' ', paths)} missing");

    /// <summary>Waits until all is present and not as it was.</summary>
    public Task<DeviceSighting> ReplacedAsync(DeviceSighting before) =>
        LastAsync(sighting => sighting.AreAllPresent && sighting != before, "present, but another thing");
}
