using System.Text;

namespace Baton.Processes.Notifications;

/// <summary>What one message of a service says, in the words of sd_notify; what Baton does not know is left out.</summary>
public sealed record ServiceNotification
{
    /// <summary>Most bytes of a message: 8 KiB.</summary>
    public const int LongestMessage = 8 * 1024;

    /// <summary>Most characters of <see cref="Status"/>.</summary>
    public const int LongestStatus = 200;

    /// <summary><c>READY=1</c>: it is ready.</summary>
    public bool IsReady { get; init; }

    /// <summary><c>STOPPING=1</c>: it is about to end by itself.</summary>
    public bool IsStopping { get; init; }

    /// <summary><c>WATCHDOG=1</c>: it lives.</summary>
    public bool IsAlive { get; init; }

    /// <summary><c>WATCHDOG=trigger</c>: it wants to be restarted.</summary>
    public bool IsBroken { get; init; }

    /// <summary><c>MAINPID=…</c>, which Baton does not follow.</summary>
    public bool NamesMainPid { get; init; }

    /// <summary><c>STATUS=…</c>: what it does, for people, cut and without control characters; empty takes it back, null says nothing of it.</summary>
    public string? Status { get; init; }

    /// <summary>Reads a message, lines of <c>NAME=VALUE</c>; the later of the same name wins. Null when nothing in it has this form.</summary>
    public static ServiceNotification? Parse(ReadOnlySpan<byte> message)
    {
        ServiceNotification? all = null;
        foreach (var range in message.Split((byte)'\n'))
        {
            var line = message[range];
            var sign = line.IndexOf((byte)'=');
            if (sign <= 0) continue;
            all = With(all ?? new ServiceNotification(), line[..sign], line[(sign + 1)..]);
        }

        return all;
    }

    /// <summary>Both, this one first.</summary>
    public ServiceNotification Then(ServiceNotification later) => new()
    {
        // The last word of the two counts.
        IsReady = later.IsReady || (IsReady && !later.IsStopping),
        IsStopping = later.IsStopping || (IsStopping && !later.IsReady),
        IsAlive = IsAlive || later.IsAlive,
        IsBroken = IsBroken || later.IsBroken,
        NamesMainPid = NamesMainPid || later.NamesMainPid,
        Status = later.Status ?? Status,
    };

    private static ServiceNotification With(ServiceNotification all, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("READY"u8) && value.SequenceEqual("1"u8)) return all with { IsReady = true, IsStopping = false };
        if (name.SequenceEqual("STOPPING"u8) && value.SequenceEqual("1"u8)) return all with { IsStopping = true, IsReady = false };
        if (name.SequenceEqual("WATCHDOG"u8) && value.SequenceEqual("1"u8)) return all with { IsAlive = true };
        if (name.SequenceEqual("WATCHDOG"u8) && value.SequenceEqual("trigger"u8)) return all with { IsBroken = true };
        if (name.SequenceEqual("MAINPID"u8)) return all with { NamesMainPid = true };
        return name.SequenceEqual("STATUS"u8) ? all with { Status = TextOf(value) } : all;
    }

    private static string TextOf(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(Math.Min(value.Length, LongestStatus));
        foreach (var rune in Encoding.UTF8.GetString(value).EnumerateRunes())
        {
            if (text.Length + rune.Utf16SequenceLength > LongestStatus) break;
            if (Rune.IsControl(rune)) text.Append(' ');
            else text.Append(rune);
        }

        return text.ToString().Trim();
    }
}
