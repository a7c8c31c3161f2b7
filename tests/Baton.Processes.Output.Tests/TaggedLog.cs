using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Baton.Processes.Output.Tests;

/// <summary>The files of a run read back as a careful reader would: pieces put together again to what each stream wrote.</summary>
internal sealed partial class TaggedLog
{
    private readonly Dictionary<string, MemoryStream> _streams = new() { ["stdout"] = new(), ["stderr"] = new() };
    private readonly Dictionary<string, bool> _isEnded = new() { ["stdout"] = false, ["stderr"] = false };

    public byte[] Stdout => _streams["stdout"].ToArray();

    public byte[] Stderr => _streams["stderr"].ToArray();

    /// <summary>Lines of Baton's own, without time and tag.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Reads the run's files in order: those rotated away by number, then the active one.</summary>
    public static TaggedLog Read(string folder)
    {
        var log = new TaggedLog();
        foreach (var file in Files(folder)) log.Add(Bytes(file));
        return log;
    }

    private static byte[] Bytes(string file)
    {
        if (!file.EndsWith(".gz", StringComparison.Ordinal)) return File.ReadAllBytes(file);
        using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.GetFiles(folder).Where(f => !f.EndsWith(".tmp", StringComparison.Ordinal) && !(f.EndsWith(".gz", StringComparison.Ordinal) && File.Exists(f[..^3])))
            .OrderBy(f => LogFileName.Parse(Path.GetFileName(f))!.Segment ?? int.MaxValue)];

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \[(stdout|stderr|baton)(\+?)\] ")]
    private static partial Regex PrefixPattern { get; }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            var prefix = PrefixPattern.Match(System.Text.Encoding.Latin1.GetString(line[..Math.Min(40, line.Length)]));
            Assert.True(prefix.Success, $"not a tagged line: {System.Text.Encoding.Latin1.GetString(line[..Math.Min(80, line.Length)])}");
            Piece(prefix.Groups[1].Value, prefix.Groups[2].Length > 0, line[prefix.Length..], end >= 0);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }
    }

    // A newline belongs to the stream unless its next piece says that it goes on.
    private void Piece(string stream, bool goesOn, ReadOnlySpan<byte> text, bool isEnded)
    {
        if (stream == "baton")
        {
            Notes.Add(System.Text.Encoding.UTF8.GetString(text));
            return;
        }

        var to = _streams[stream];
        if (goesOn && _isEnded[stream]) to.SetLength(to.Length - 1);
        to.Position = to.Length;
        to.Write(text);
        if (isEnded) to.WriteByte((byte)'\n');
        _isEnded[stream] = isEnded;
    }
}
