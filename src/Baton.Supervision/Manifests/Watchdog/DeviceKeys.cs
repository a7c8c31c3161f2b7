using Baton.Manifest.Binding;

namespace Baton.Supervision.Manifests.Watchdog;

/// <summary>Reads which devices a service needs.</summary>
internal static class DeviceKeys
{
    private static readonly string[] Policies = ["immediate", "on_reconnect"];

    public static void Read(TableReader table)
    {
        var devices = table.StringList("requires_devices");
        foreach (var device in devices)
        {
            if (device.Text[0] != '/') table.Diagnostics.Add(device.Place, $"device \"{device.Text}\" must be an absolute path, as in \"/dev/ttyUSB0\"");
        }

        // An empty word counts as missing, as it always did; another word no longer means "immediate" in silence.
        if (table.OptionalString("device_restart_policy", allowEmpty: true) is { Length: > 0 } policy && !Policies.Contains(policy))
            table.Report("device_restart_policy", $"expected one of \"immediate\", \"on_reconnect\", found \"{policy}\"{NearestWord.Hint(policy, Policies)}");
        if (devices.Count > 0) Pending.Refuse(table, "requires_devices");
    }
}
