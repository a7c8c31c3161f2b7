namespace Baton.Health.History.Buckets;

/// <summary>
/// What was counted and is not saved yet, by minute. While nothing can be saved it stays small: minutes further back are put together into the first of their hour,
/// then of their day, and no count is lost by that.
/// </summary>
internal sealed class PendingBuckets
{
    /// <summary>How many buckets there are at most.</summary>
    public const int Most = 32;

    private readonly List<(long Minute, ResultBucket Bucket)> _buckets = [];

    /// <summary>The buckets, the oldest first.</summary>
    public IReadOnlyList<(long Minute, ResultBucket Bucket)> All => _buckets;

    public void Add(in SingleResult result) => Of(BucketLevel.Minute.IndexOf(result.At)).Add(result);

    /// <summary>Takes all out.</summary>
    public List<(long Minute, ResultBucket Bucket)> Take()
    {
        List<(long, ResultBucket)> taken = [.. _buckets];
        _buckets.Clear();
        // What a disk in trouble has grown is given back.
        if (_buckets.Capacity > 4) _buckets.Capacity = 0;
        return taken;
    }

    /// <summary>Puts back what was taken and could not be saved.</summary>
    public void GiveBack(List<(long Minute, ResultBucket Bucket)> taken)
    {
        foreach (var (minute, bucket) in taken) Of(minute).Merge(bucket);
    }

    private ResultBucket Of(long minute)
    {
        if (Place(minute) is var found && found > 0 && _buckets[found - 1].Minute == minute) return _buckets[found - 1].Bucket;
        if (_buckets.Count == Most) MakeRoom();
        var at = Place(minute);
        if (at > 0 && _buckets[at - 1].Minute == minute) return _buckets[at - 1].Bucket;
        var made = new ResultBucket();
        _buckets.Insert(at, (minute, made));
        return made;
    }

    /// <summary>Behind the last bucket that is not later.</summary>
    private int Place(long minute)
    {
        var at = _buckets.Count;
        while (at > 0 && _buckets[at - 1].Minute > minute) at--;
        return at;
    }

    private void MakeRoom()
    {
        Coarsen(BucketLevel.Hour);
        if (_buckets.Count == Most) Coarsen(BucketLevel.Day);
        if (_buckets.Count == Most) MergeInto(0, 1);
    }

    /// <summary>Puts the older half together into the first minutes of their hours or days.</summary>
    private void Coarsen(BucketLevel level)
    {
        var minutesEach = level.Seconds / BucketLevel.Minute.Seconds;
        for (var i = 0; i < Most / 2; i++) _buckets[i] = (_buckets[i].Minute / minutesEach * minutesEach, _buckets[i].Bucket);
        for (var i = (Most / 2) - 1; i > 0; i--)
        {
            if (_buckets[i].Minute == _buckets[i - 1].Minute) MergeInto(i - 1, i);
        }
    }

    private void MergeInto(int kept, int gone)
    {
        _buckets[kept].Bucket.Merge(_buckets[gone].Bucket);
        _buckets.RemoveAt(gone);
    }
}
