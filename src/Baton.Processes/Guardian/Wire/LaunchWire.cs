namespace Baton.Processes.Guardian.Wire;

/// <summary>A <see cref="Launch"/> as bytes.</summary>
internal static class LaunchWire
{
    public static void Write(WireWriter to, Launch what)
    {
        to.Texts(what.Command);
        to.Text(what.WorkingDirectory);
        to.Int(what.Environment.Count);
        foreach (var (name, value) in what.Environment)
        {
            to.Text(name);
            to.Text(value);
        }

        Write(to, what.Credentials);
        Write(to, what.Log);
        Write(to, what.Limits);
        if (to.Protocol >= GuardianWire.TellsErrors) to.Bool(what.UsesShell);
    }

    public static Launch Read(ref WireReader from)
    {
        var command = from.Texts();
        var folder = from.Text();
        var count = from.Count(8);
        var environment = new Dictionary<string, string>(count);
        for (var i = 0; i < count; i++) environment[from.Text()] = from.Text();
        return new Launch
        {
            Command = command,
            WorkingDirectory = folder,
            Environment = environment,
            Credentials = ReadCredentials(ref from),
            Log = ReadPolicy(ref from),
            Limits = ReadLimits(ref from),
            UsesShell = from.Protocol < GuardianWire.TellsErrors || from.Bool(),
        };
    }

    private static void Write(WireWriter to, Credentials? credentials)
    {
        to.Bool(credentials is not null);
        if (credentials is null) return;
        to.OptionalInt(credentials.Nice);
        to.OptionalInt(credentials.Umask);
        to.Bool(credentials.As is not null);
        if (credentials.As is not { } identity) return;
        to.Text(identity.Name);
        to.Long(identity.Uid);
        to.Long(identity.Gid);
        to.Bool(identity.HasGroupsOfUser);
    }

    private static Credentials? ReadCredentials(ref WireReader from)
    {
        if (!from.Bool()) return null;
        var (nice, umask) = (from.OptionalInt(), from.OptionalInt());
        return new Credentials(from.Bool() ? new Identity(from.Text(), IdOf(from.Long()), IdOf(from.Long()), from.Bool()) : null, nice, umask);
    }

    private static uint IdOf(long number) =>
        number is >= 0 and <= uint.MaxValue ? (uint)number : throw new WireException($"{number} is no number of a user or group");

    private static void Write(WireWriter to, ResourceLimits? limits)
    {
        to.Bool(limits is not null);
        if (limits is null) return;
        foreach (var limit in new[] { limits.OpenFiles, limits.Core, limits.UserProcesses, limits.FileSize, limits.AddressSpace, limits.Stack, limits.Memory, limits.Pids }) to.Long(limit ?? -1);
        to.Long(limits.Cpu is { } share ? BitConverter.DoubleToInt64Bits(share) : -1);
        to.Bool(limits.IsRequired);
    }

    private static ResourceLimits? ReadLimits(ref WireReader from)
    {
        if (!from.Bool()) return null;
        var limits = new ResourceLimits
        {
            OpenFiles = Limit(from.Long()),
            Core = Limit(from.Long()),
            UserProcesses = Limit(from.Long()),
            FileSize = Limit(from.Long()),
            AddressSpace = Limit(from.Long()),
            Stack = Limit(from.Long()),
            Memory = Limit(from.Long()),
            Pids = Limit(from.Long()),
        };
        double? share = from.Long() is var bits and not -1 ? BitConverter.Int64BitsToDouble(bits) : null;
        if (share is { } cpu && cpu is not (> 0 and <= 1024)) throw new WireException("a share of the processors makes no sense");
        return limits with { Cpu = share, IsRequired = from.Bool() };
    }

    private static long? Limit(long value) => value < 0 ? null : value;

    private static void Write(WireWriter to, LogPolicy policy)
    {
        to.Long(policy.RotateBytes);
        to.Int(policy.RotateCount);
        to.Byte((byte)policy.FullDisk);
        to.Long(policy.RotateAge.Ticks);
        to.Bool(policy.Compress);
        to.Int(policy.KeepRuns);
        if (to.Protocol >= GuardianWire.KeepsLogsOpen) to.Bool(policy.StaysOpen);
    }

    private static LogPolicy ReadPolicy(ref WireReader from)
    {
        var (bytes, count, full, age, compress, runs, isOpen) = (from.Long(), from.Int(), from.Byte(), from.Long(), from.Bool(), from.Int(), from.Protocol >= GuardianWire.KeepsLogsOpen && from.Bool());
        if (bytes < 0 || count < 1 || full > (byte)FullDiskPolicy.Block || age < 0 || runs < 1) throw new WireException("a log's rules make no sense");
        return new LogPolicy(bytes, count, (FullDiskPolicy)full) { RotateAge = TimeSpan.FromTicks(age), Compress = compress, KeepRuns = runs, StaysOpen = isOpen };
    }
}
