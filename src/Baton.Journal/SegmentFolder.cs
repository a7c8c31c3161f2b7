using System.Globalization;
using Baton.Journal.Records;
using Microsoft.Win32.SafeHandles;

namespace Baton.Journal;

/// <summary>The segments of a journal: files named by the number of their first record, <c>00000000000000000042.journal</c>.</summary>
/// <param name="path">The folder, absolute.</param>
internal sealed class SegmentFolder(string path)
{
    private const string Extension = ".journal";
    private const int Digits = 20;

    /// <summary>The folder, absolute.</summary>
    public string Path => path;

    /// <summary>The segments there are, the oldest first; empty when the folder is gone.</summary>
    public List<Segment> List()
    {
        var segments = new List<Segment>();
        try
        {
            foreach (var file in Directory.EnumerateFiles(path, $"*{Extension}"))
            {
                var name = System.IO.Path.GetFileNameWithoutExtension(file);
                if (name.Length == Digits && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var first)) segments.Add(new Segment(first, file));
            }
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }

        segments.Sort((a, b) => a.FirstSeq.CompareTo(b.FirstSeq));
        return segments;
    }

    /// <summary>The segment that begins with this number.</summary>
    public Segment this[long firstSeq] => new(firstSeq, System.IO.Path.Combine(path, firstSeq.ToString("D20", CultureInfo.InvariantCulture) + Extension));

    /// <summary>Opens a segment to read; null when it has been deleted meanwhile.</summary>
    public static SafeFileHandle? TryOpen(Segment segment)
    {
        try
        {
            return File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Version and time of a segment that is open.</summary>
    public static (int Version, long Time) HeaderOf(SafeFileHandle file)
    {
        Span<byte> header = stackalloc byte[SegmentHeader.Bytes];
        return SegmentHeader.Read(header[..RandomAccess.Read(file, header, 0)]);
    }
}

/// <summary>A file of the journal.</summary>
/// <param name="FirstSeq">No record in it has a smaller number.</param>
/// <param name="Path">Absolute path.</param>
internal readonly record struct Segment(long FirstSeq, string Path);
