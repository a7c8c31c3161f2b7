using System.Globalization;
using Baton.Contracts;

namespace Baton.Daemon.Doctor;

/// <summary>Whether the wall clock can be right.</summary>
internal static class ClockChecks
{
    /// <param name="time">The clock.</param>
    /// <param name="built">When this program was written to the disk (UTC): no clock is right that is before that.</param>
    public static IEnumerable<FindingRecord> All(TimeProvider time, DateTime built)
    {
        var now = time.GetUtcNow();
        // A day for machines whose clock was set in another zone.
        yield return now.UtcDateTime < built.AddDays(-1)
            ? FindingRecord.Problem("clock", string.Create(CultureInfo.InvariantCulture, $"it shows {now:yyyy-MM-dd HH:mm} UTC, and Baton was installed on {built:yyyy-MM-dd}: logs, schedules and the age of files will be wrong"), "set it: timedatectl set-ntp true, or date -s")
            : FindingRecord.Ok("clock", string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm} UTC"));
    }
}
