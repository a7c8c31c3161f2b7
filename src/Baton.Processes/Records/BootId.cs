namespace Baton.Processes.Records;

/// <summary>Tells one boot of the machine from another: pids and start ticks mean something within one boot only.</summary>
internal static class BootId
{
    /// <summary>36 characters.</summary>
    public static string Read()
    {
        var id = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        return id.Length == 36 ? id : throw new Core.BatonException(Core.ErrorCode.Unavailable, "cannot read the boot id of this machine");
    }
}
