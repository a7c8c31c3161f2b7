using Baton.Core.Notices;
using Baton.Journal.Reading;
using Baton.Journal.Records;

namespace Baton.Journal.Tests;

/// <summary>Segments that a death cut short, that a disk has spoilt, or that are not of this version.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly WrittenJournal _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task A_segment_that_ends_at_any_byte_of_its_last_record_is_cut_there_and_gone_on_in()
    {
        await WriteAsync(3);
        var whole = File.ReadAllBytes(_written.Segments()[0]);
        var (from, to) = (OffsetOf(2), whole.Length);
        for (var length = from; length < to; length++)
        {
            File.WriteAllBytes(_written.Segments()[0], whole[..length]);
            using var journal = _written.Open(out var board);
            board.Publish("daemon", "after");
            await journal.CloseAsync();
            Assert.Equal(length > from, journal.Problems.Any(problem => problem.Contains("cut off", StringComparison.Ordinal)));
            Assert.Equal(["n1", "n2", "after"], WrittenJournal.All(journal).Select(notice => notice.What));
        }
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_costs_at_most_the_record_that_it_hit()
    {
        await WriteAsync(5);
        var file = _written.Segments()[0];
        var whole = File.ReadAllBytes(file);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var spoilt = (byte[])whole.Clone();
            spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(file, spoilt);
            // A header of another version with a right checksum is the only thing that is not read, and one bit does not make that.
            using var handle = File.OpenHandle(file);
            using var scan = new SegmentScan(handle, from: 0);
            var read = new List<Notice>();
            while (scan.MoveNext())
            {
                if (scan.Current.Kind == RecordKind.Fact) read.Add(scan.Current.ToNotice());
            }

            Assert.True(read.Count >= 4, $"bit {bit}: {read.Count} records");
            Assert.All(read, notice => Assert.Equal($"n{notice.Seq}", notice.What));
        }
    }

    [Fact]
    public async Task Damage_in_the_middle_is_told_once_and_counted_as_missing()
    {
        await WriteAsync(5);
        var whole = File.ReadAllBytes(_written.Segments()[0]);
        whole[OffsetOf(2) + RecordFormat.HeadBytes] ^= 0x55;
        File.WriteAllBytes(_written.Segments()[0], whole);
        using var journal = _written.Open(out var board);
        var told = new List<string>();
        journal.Damaged = told.Add;
        board.Publish("daemon", "after");
        await journal.CloseAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(["n1", "n2", "n4", "n5", "after"], WrittenJournal.All(journal, null, out var missed).Select(notice => notice.What));
            Assert.Equal(1, missed);
            Assert.Equal(5, journal.Reader.Newest(long.MaxValue, 100, NoticeFilter.All).Count);
        }

        Assert.Contains("are damaged and were passed over", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rubbish_of_any_length_in_place_of_a_segment_is_survived()
    {
        var random = new Random(7);
        foreach (var length in new[] { 0, 1, 31, 32, 33, 1000, 200_000 })
        {
            await WriteAsync(2);
            var rubbish = new byte[length];
            random.NextBytes(rubbish);
            File.WriteAllBytes(_written.Segments()[^1], rubbish);
            using var journal = _written.Open(out var board);
            var seq = board.Publish("daemon", "after");
            await journal.CloseAsync();
            Assert.Equal(seq, WrittenJournal.All(journal)[^1].Seq);
        }
    }

    [Fact]
    public async Task Segments_of_zeros_as_a_power_cut_leaves_them_are_set_aside_and_told_and_what_was_before_them_is_read()
    {
        for (var i = 0; i < 3; i++)
        {
            await WriteAsync(3);
            // A day has its own segment.
            _written.Time.Advance(TimeSpan.FromDays(2));
        }

        var files = _written.Segments();
        Assert.Equal(3, files.Length);
        foreach (var file in files[1..]) File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        File.Delete(Path.Combine(_written.Folder, "numbers"));
        var highest = long.Parse(Path.GetFileNameWithoutExtension(files[2]), System.Globalization.CultureInfo.InvariantCulture) + 3;
        using var journal = _written.Open(out var board);
        Assert.Equal(files[1..].Reverse().Select(file => $"\"{file}\" has not one whole record: it was damaged, as by a power cut, and its events are lost: it is set aside as \"{Path.GetFileName(file)}.set-aside\""), journal.Problems);
        foreach (var file in files[1..])
        {
            Assert.False(File.Exists(file));
            Assert.All(File.ReadAllBytes(file + ".set-aside"), b => Assert.Equal(0, b));
        }

        Assert.True(board.Publish("daemon", "after") > highest);
        await journal.CloseAsync();
        Assert.Equal(["n1", "n2", "n3", "after"], WrittenJournal.All(journal).Select(notice => notice.What));
        Assert.Equal(2, _written.Segments().Length);
    }

    [Fact]
    public async Task Of_what_is_set_aside_only_so_many_files_are_kept()
    {
        await WriteAsync(1);
        foreach (var i in Enumerable.Range(1, SetAside.Most + 5)) File.WriteAllText(Path.Combine(_written.Folder, $"{i:D20}.journal.set-aside"), "");
        using var journal = _written.Open(out _);
        var kept = Directory.GetFiles(_written.Folder, "*.set-aside").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(SetAside.Most, kept.Count);
        Assert.EndsWith("00006.journal.set-aside", kept[0], StringComparison.Ordinal);
        Assert.Empty(journal.Problems);
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_is_set_aside_and_its_numbers_are_not_used_again()
    {
        await WriteAsync(3);
        var file = _written.Segments()[0];
        var whole = File.ReadAllBytes(file);
        whole[8] = 2;
        BitConverter.TryWriteBytes(whole.AsSpan(28), Checksum.Of(whole.AsSpan(0, 28)));
        File.WriteAllBytes(file, whole);
        File.Delete(Path.Combine(_written.Folder, "numbers"));
        using var journal = _written.Open(out var board);
        Assert.Contains("newer Baton (version 2", Assert.Single(journal.Problems), StringComparison.Ordinal);
        Assert.True(File.Exists(file + ".set-aside"));
        Assert.True(board.Publish("daemon", "after") > 3);
        await journal.CloseAsync();
        Assert.Equal(["after"], WrittenJournal.All(journal).Select(notice => notice.What));
    }

    [Fact]
    public async Task Without_the_file_of_numbers_or_with_a_spoilt_one_none_is_given_twice()
    {
        await WriteAsync(3);
        foreach (var content in new byte[]?[] { null, [], new byte[48], [1, 2, 3] })
        {
            var numbers = Path.Combine(_written.Folder, "numbers");
            if (content is null) File.Delete(numbers);
            else File.WriteAllBytes(numbers, content);
            using var journal = _written.Open(out var board);
            var before = WrittenJournal.All(journal)[^1].Seq;
            Assert.True(board.Publish("daemon", "after") > before + 1000);
            await journal.CloseAsync();
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_costs_the_journal_and_nothing_else()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_written.Folder)!);
        File.WriteAllText(_written.Folder, "a file");
        using var journal = _written.Open(out var board);
        Assert.Single(journal.Problems);
        board.Publish("daemon", "lives");
        await journal.CloseAsync();
        Assert.Empty(WrittenJournal.All(journal));
    }

    private Task<NoticeJournal> WriteAsync(int count) => _written.LiveAsync(board =>
    {
        for (var i = 1; i <= count; i++) board.Publish("service/api", $"n{board.Last + 1}", cause: board.Last, "because");
    });

    /// <summary>Where the record of this index among the facts begins in the first segment.</summary>
    private int OffsetOf(int index)
    {
        using var file = File.OpenHandle(_written.Segments()[0]);
        using var scan = new SegmentScan(file, from: 0);
        long at = 0;
        // The mark of the daemon's beginning comes first.
        for (var i = 0; i <= index; i++)
        {
            scan.MoveNext();
            at = scan.End;
        }

        return (int)at;
    }
}
