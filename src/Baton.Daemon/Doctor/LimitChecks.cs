using System.Globalization;
using Baton.Contracts;
using Baton.Processes;

namespace Baton.Daemon.Doctor;

/// <summary>Limits of the kernel that many services run into.</summary>
internal static class LimitChecks
{
    /// <summary>What a guardian needs for a thousand services.</summary>
    private const ulong FewFiles = 8192;

    private const long FewWatches = 8192, FewInstances = 64, FewPipePages = 16_384;

    public static IEnumerable<FindingRecord> All()
    {
        var (soft, hard) = MachineFeatures.OpenFiles;
        yield return hard >= FewFiles
            ? FindingRecord.Ok("open files", Text($"services get {soft}, Baton itself up to {hard}"))
            : FindingRecord.Warning("open files", Text($"Baton may have {hard} open files at most, which is enough for about {hard / 6} services"), "raise the hard limit: ulimit -Hn, LimitNOFILE= of a systemd unit, or /etc/security/limits.conf");
        yield return AtLeast("inotify watches", "/proc/sys/fs/inotify/max_user_watches", FewWatches, "devices, watched files and logs that are followed may be noticed late", "sysctl fs.inotify.max_user_watches=65536");
        yield return AtLeast("inotify instances", "/proc/sys/fs/inotify/max_user_instances", FewInstances, "devices and logs that are followed may be noticed late", "sysctl fs.inotify.max_user_instances=512");
        yield return AtLeast("pipe pages", "/proc/sys/fs/pipe-user-pages-soft", FewPipePages, "with many services the kernel gives each a pipe of one page, and those that write much wait more often", "sysctl fs.pipe-user-pages-soft=65536", zeroIsNone: true);
    }

    private static FindingRecord AtLeast(string check, string path, long few, string meaning, string fix, bool zeroIsNone = false)
    {
        if (!File.Exists(path)) return FindingRecord.Warning(check, $"\"{path}\" is not there, so the limit is not known", null);
        if (!long.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)) return FindingRecord.Warning(check, $"\"{path}\" holds no number", null);
        return limit >= few || (zeroIsNone && limit == 0) ? FindingRecord.Ok(check, Text($"{limit}")) : FindingRecord.Warning(check, Text($"{limit}, which is few: {meaning}"), fix);
    }

    private static string Text(ref System.Runtime.CompilerServices.DefaultInterpolatedStringHandler text) => string.Create(CultureInfo.InvariantCulture, ref text);
}
