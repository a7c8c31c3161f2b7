using Baton.Manifest.Binding;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>Reads which devices a service needs, and what becomes of it when one goes.</summary>
internal static class DeviceKeys
{
    private static readonly string[] Policies = ["immediate", "on_reconnect"];

    /// <summary>Puts <c>requires_devices</c> and <c>device_restart_policy</c> into a definition.</summary>
    public static ServiceDefinition Read(TableReader table, ServiceDefinition service)
    {
        var devices = table.StringList("requires_devices");
        foreach (var device in devices)
        {
            if (device.Text[0] != '/') table.Diagnostics.Add(device.Place, $"device \"{device.Text}\" must be an absolute path, as in \"/dev/ttyUSB0\"");
        }

        return service with { RequiresDevices = PlacedText.Distinct(devices), Policy = service.Policy with { OnDeviceLoss = ReadPolicy(table) } };
    }

    private static DeviceLossMode ReadPolicy(TableReader table)
    {
        // An empty word counts as missing, as it always did; another word no longer means "immediate" in silence.
        var word = table.OptionalString("device_restart_policy", allowEmpty: true);
        return !string.IsNullOrEmpty(word) && table.Word("device_restart_policy", Policies) == "on_reconnect" ? DeviceLossMode.OnReconnect : DeviceLossMode.Immediate;
    }
}
