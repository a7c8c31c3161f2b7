using System.Globalization;
using Baton.Journal.Records;

namespace Baton.Journal;

/// <summary>What is found when a journal is opened: its end is made whole, and what cannot be read or a newer Baton wrote is set aside.</summary>
internal sealed class Opening
{
    /// <summary>The greatest number that is known to be in use.</summary>
    public long LastSeq { get; set; }

    /// <summary>The greatest number in the journal; 0 when there is none.</summary>
    public long LastWritten { get; private set; }

    /// <summary>What people should know.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The segment to go on in, where its last record ends, and when it began; null: a new one.</summary>
    public (Segment Segment, long End, DateTimeOffset Began)? Newest { get; private set; }

    /// <summary>Looks at all headers, and through the newest segment.</summary>
    public void Look(SegmentFolder folder)
    {
        var mine = folder.List().Where(IsUnderstood).ToList();
        // One that a death left without a record says nothing, and the one before it is the newest.
        while (mine.Count > 0 && Newest is null)
        {
            Repair(mine[^1]);
            mine.RemoveAt(mine.Count - 1);
        }

        SetAside.Prune(folder);
    }

    private bool IsUnderstood(Segment segment)
    {
        int version;
        long length;
        using (var file = File.OpenHandle(segment.Path))
        {
            version = SegmentFolder.HeaderOf(file).Version;
            length = RandomAccess.GetLength(file);
        }

        if (version <= SegmentHeader.Version) return true;
        PutAside(segment, length, string.Create(CultureInfo.InvariantCulture, $"was written by a newer Baton (version {version} of the journal, {SegmentHeader.Version} is known here)"));
        return false;
    }

    private void Repair(Segment segment)
    {
        using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        using var scan = new SegmentScan(file, from: 0);
        var records = 0;
        while (scan.MoveNext())
        {
            records++;
            LastWritten = Math.Max(LastWritten, scan.Current.Kind == RecordKind.Fact ? scan.Current.Seq : scan.Current.Cause);
            LastSeq = Math.Max(LastSeq, scan.Current.Seq);
        }

        LastSeq = Math.Max(LastSeq, segment.FirstSeq - 1);
        var surplus = RandomAccess.GetLength(file) - scan.End;
        if (surplus > 0 && records > 0) Problems.Add(string.Create(CultureInfo.InvariantCulture,
            $"the last {surplus} bytes of \"{segment.Path}\" are a record that was not finished: they are cut off"));
        if (records == 0)
        {
            // A death before its first record leaves a head and no more.
            if (surplus <= 0) File.Delete(segment.Path);
            else PutAside(segment, RandomAccess.GetLength(file), "has not one whole record: it was damaged, as by a power cut, and its events are lost");
            return;
        }

        if (surplus > 0) RandomAccess.SetLength(file, scan.End);
        Newest = (segment, scan.End, DateTimeOffset.FromUnixTimeMilliseconds(SegmentFolder.HeaderOf(file).Time));
    }

    private void PutAside(Segment segment, long length, string why)
    {
        var name = SetAside.Put(segment);
        // How many numbers are in it cannot be told, but no record has less than a byte.
        LastSeq = Math.Max(LastSeq, segment.FirstSeq + length);
        Problems.Add($"\"{segment.Path}\" {why}: it is set aside as \"{name}\"");
    }
}
