namespace Baton.Health.History.Buckets;

/// <summary>How finely time is divided, and how long that is kept. Buckets begin at whole minutes, hours and days of UTC.</summary>
/// <param name="Table">The table of the database.</param>
/// <param name="Seconds">Length of a bucket.</param>
/// <param name="Kept">How long a bucket is kept.</param>
internal sealed record BucketLevel(string Table, long Seconds, TimeSpan Kept)
{
    public static BucketLevel Minute { get; } = new("minute", 60, TimeSpan.FromHours(48));

    public static BucketLevel Hour { get; } = new("hour", 3600, TimeSpan.FromDays(90));

    public static BucketLevel Day { get; } = new("day", 86_400, TimeSpan.FromDays(730));

    /// <summary>The finest first.</summary>
    public static IReadOnlyList<BucketLevel> All { get; } = [Minute, Hour, Day];

    /// <summary>The bucket of an instant: how many have begun since 1970. A clock that is before that is taken for 1970.</summary>
    public long IndexOf(DateTimeOffset at) => Math.Max(0, at.ToUnixTimeSeconds()) / Seconds;

    /// <summary>The bucket that holds a minute.</summary>
    /// <param name="minute">As <see cref="IndexOf"/> of <see cref="Minute"/> gives it.</param>
    public long OfMinute(long minute) => minute * Minute.Seconds / Seconds;

    /// <summary>Where a bucket begins.</summary>
    public DateTimeOffset BeginOf(long index) => DateTimeOffset.FromUnixTimeSeconds(index * Seconds);
}
