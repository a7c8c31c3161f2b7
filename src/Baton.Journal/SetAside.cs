namespace Baton.Journal;

/// <summary>Segments that this Baton cannot read: they are renamed, for people to look at, and no longer part of the journal.</summary>
internal static class SetAside
{
    /// <summary>How many are kept, the newest numbers first: as many as a whole journal has segments.</summary>
    public const int Most = 64;

    private const string Extension = ".set-aside";

    /// <summary>Sets one aside; its new name.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public static string Put(Segment segment)
    {
        File.Move(segment.Path, segment.Path + Extension, overwrite: true);
        return Path.GetFileName(segment.Path) + Extension;
    }

    /// <summary>Deletes the oldest of too many.</summary>
    public static void Prune(SegmentFolder folder)
    {
        var files = Directory.GetFiles(folder.Path, $"*{Extension}");
        if (files.Length <= Most) return;
        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files.AsSpan(0, files.Length - Most)) File.Delete(file);
    }
}
