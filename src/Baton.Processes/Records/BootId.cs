namespace Baton.Processes.Records;

/// <summary>Tells one boot of the machine from another: pids and start ticks mean something within one boot only.</summary>
public static class BootId
{
    /// <summary>The id of this boot, 36 characters.</summary>
    /// <exception cref="Core.BatonException">Unavailable: the kernel does not tell it.</exception>
    public static string Read()
    {
        var id = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        return id.Length == 36 ? id : throw new Core.BatonException(Core.ErrorCode.Unavailable, "cannot read the boot id of this machine");
    }
}
