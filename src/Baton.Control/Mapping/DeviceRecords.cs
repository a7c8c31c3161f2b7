using Baton.Contracts;
using Baton.Supervision.Devices;

namespace Baton.Control.Mapping;

/// <summary>Devices of a service, as the API shows them.</summary>
internal static class DeviceRecords
{
    /// <summary>All of a service. What their paths lead to is looked at now.</summary>
    public static DevicesRecord Of(IReadOnlyList<DeviceView> devices) =>
        new([.. devices.Select(device => new DeviceRecord(device.Path, device.IsPresent, device.Since, device.IsPresent ? TargetOf(device.Path) : null))]);

    private static string? TargetOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has gone since it was seen, or its folder is closed to Baton: what it leads to is not known.
            return null;
        }
    }
}
