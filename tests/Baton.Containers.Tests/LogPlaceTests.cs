using System.Globalization;
using System.Text;
using Baton.Containers.Following;
using Baton.Processes;
using Baton.TestKit;

namespace Baton.Containers.Tests;

/// <summary>Nothing of a log is lost or doubled when the engine tells it again, or another follower goes on.</summary>
public sealed class LogPlaceTests : IDisposable
{
    private const string First = "2026-11-21T22:00:00.000000001Z", Second = "2026-11-21T22:00:01.500000000Z";

    private readonly TemporaryFolder _folder = new();
    private readonly LogPlace _place = new();

    public void Dispose()
    {
        _place.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_time_before_a_piece_is_not_of_it() => Assert.Equal("a b\n", Take($"{First} a b\n"));

    [Fact]
    public void What_has_the_very_time_of_the_last_piece_is_told_apart_by_its_number()
    {
        Assert.Equal(["a", "b", "c"], [Take($"{First} a"), Take($"{Second} b"), Take($"{Second} c")]);
        _place.Rewind();
        Assert.Equal(["", "", "d", "e"], [Take($"{Second} b"), Take($"{Second} c"), Take($"{Second} d"), Take("2026-11-21T22:00:02Z e")]);
        _place.Rewind();
        Assert.Equal(["", "f"], [Take("2026-11-21T22:00:02Z e"), Take("2026-11-21T22:00:02Z f")]);
    }

    [Fact]
    public void Each_stream_has_its_own_place()
    {
        // The engine stamped the output first and wrote it down last.
        Assert.Equal("e", Take($"{Second} e", isError: true));
        Assert.Equal("o", Take($"{First} o"));
        _place.Rewind();
        Assert.Equal(["", "", "p", "f"], [Take($"{Second} e", isError: true), Take($"{First} o"), Take($"{First} p"), Take($"{Second} f", isError: true)]);
    }

    [Fact]
    public void The_engine_is_asked_from_before_what_the_other_stream_may_still_have_to_tell()
    {
        Assert.Equal("0", _place.Since);
        Take($"{First} a");
        Assert.Equal("1795298340.000000001", _place.Since);
        Take($"{Second} b", isError: true);
        Assert.Equal("1795298400.000000001", _place.Since);
    }

    [Fact]
    public void A_clock_that_was_set_back_loses_nothing_that_follows()
    {
        Assert.Equal(["b", "a"], [Take($"{Second} b"), Take($"{First} a")]);
    }

    [Fact]
    public void What_another_follower_wrote_is_neither_doubled_nor_lost_to_a_byte()
    {
        var log = Enumerable.Range(0, 5000).Select(i => (IsError: i % 3 == 0, Piece: $"{StampOf(i / 7)} line {i}\n")).ToList();
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            string[] seen = ["", ""];
            OutputTotals? totals = null;
            for (var follower = 0; follower < 6; follower++)
            {
                var written = Follow(log, totals, follower == 5 ? int.MaxValue : random.Next(2000));
                // All that had the pipes open is killed: what was in them is gone.
                if (follower < 5) written = [.. written.Select(text => text[..random.Next(text.Length + 1)])];
                for (var stream = 0; stream < 2; stream++) seen[stream] += written[stream];
                totals = new OutputTotals(seen[0].Length, seen[1].Length);
            }

            Assert.Equal(TextOf(log, isError: false), seen[0]);
            Assert.Equal(TextOf(log, isError: true), seen[1]);
        }
    }

    [Fact]
    public void Words_of_the_followers_own_are_not_taken_for_the_containers()
    {
        using (var place = new LogPlace(_folder["place"]))
        {
            place.Rewind();
            Assert.Equal("one\n", TakeOf(place, $"{First} one\n"));
            place.Note("note\n".Length);
            Assert.Equal("two\n", TakeOf(place, $"{Second} two\n"));
        }

        using var next = new LogPlace(_folder["place"], new OutputTotals(0, "one\nnote\ntw".Length));
        next.Rewind();
        Assert.Equal(["", "o\n", "three\n"], [TakeOf(next, $"{First} one\n"), TakeOf(next, $"{Second} two\n"), TakeOf(next, $"{Second} three\n")]);
    }

    [Fact]
    public void What_the_engine_has_forgotten_is_not_taken_for_what_follows()
    {
        using (var place = new LogPlace(_folder["place"]))
        {
            place.Rewind();
            TakeOf(place, $"{First} one\n");
            place.Note(0);
            TakeOf(place, $"{First} two\n");
        }

        using var next = new LogPlace(_folder["place"], new OutputTotals(0, "one\ntwo\n".Length));
        next.Rewind();
        Assert.Equal("three\n", TakeOf(next, $"{Second} three\n"));
        Assert.True(next.HasGap);
    }

    [Fact]
    public void Of_a_stream_that_writes_little_nothing_is_lost_when_the_engine_has_forgotten_how_it_began()
    {
        var time = new ManualTime();
        using (var place = new LogPlace(_folder["place"], written: null, time))
        {
            place.Rewind();
            Assert.Null(place.UntilKept);
            TakeOf(place, $"{First} one\n");
            time.Advance(TimeSpan.FromMilliseconds(400));
            TakeOf(place, $"{First} two\n");
            Assert.Equal(TimeSpan.FromMilliseconds(600), place.UntilKept);
            place.Keep();
            Assert.Null(place.UntilKept);
        }

        // Rotated meanwhile, to what nobody has seen yet.
        using var next = new LogPlace(_folder["place"], new OutputTotals(0, "one\ntwo\n".Length));
        next.Rewind();
        Assert.Equal("three\n", TakeOf(next, $"{Second} three\n"));
        Assert.False(next.HasGap);
    }

    [Fact]
    public void Where_the_newest_place_was_not_kept_any_more_what_is_new_is_not_taken_for_what_was_written()
    {
        using (var place = new LogPlace(_folder["place"]))
        {
            place.Rewind();
            TakeOf(place, $"{First} one\n");
            TakeOf(place, $"{First} two\n");
        }

        using var next = new LogPlace(_folder["place"], new OutputTotals(0, "one\ntwo\n".Length));
        next.Rewind();
        Assert.Equal("three\n", TakeOf(next, $"{Second} three\n"));
        Assert.True(next.HasGap);
    }

    [Fact]
    public void Places_that_are_kept_often_leave_those_that_reach_far_back()
    {
        using (var place = new LogPlace(_folder["place"]))
        {
            place.Rewind();
            TakeOf(place, $"{First} one\n");
            for (var i = 0; i < 1000; i++)
            {
                TakeOf(place, $"{Second} {i}\n");
                place.Keep();
            }
        }

        // All that was in the pipe is gone, and that was nearly all.
        using var next = new LogPlace(_folder["place"], new OutputTotals(0, "one\n".Length));
        next.Rewind();
        Assert.Equal(["", "0\n"], [TakeOf(next, $"{First} one\n"), TakeOf(next, $"{Second} 0\n")]);
    }

    [Fact]
    public void A_place_of_an_earlier_container_says_nothing_of_the_next_one_and_where_none_can_be_kept_all_goes_on()
    {
        using (var place = new LogPlace(_folder["place"]))
        {
            place.Rewind();
            TakeOf(place, $"{First} one\n");
            place.Keep();
        }

        // The next container's follower, with nothing written: it begins anew.
        using (var second = new LogPlace(_folder["place"])) Assert.Equal("0", second.Since);
        Assert.All(PlaceFile.Read(_folder["place"], [100, 100]), Assert.Null);

        Directory.CreateDirectory(_folder["folder.new"]);
        using var none = new LogPlace(_folder["folder"]);
        none.Rewind();
        Assert.Equal("one\n", TakeOf(none, $"{First} one\n"));
        none.Note(3);
        none.Keep();
        Assert.All(PlaceFile.Read(_folder["folder"], [100, 100]), Assert.Null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(20 * 1024)]
    [InlineData(1 << 20)]
    public void A_file_of_places_that_is_none_or_of_other_size_says_nothing(int length)
    {
        File.WriteAllBytes(_folder["place"], [.. Enumerable.Range(0, length).Select(i => (byte)(i % 251))]);
        Assert.All(PlaceFile.Read(_folder["place"], [long.MaxValue, long.MaxValue]), Assert.Null);
    }

    [Fact]
    public void A_place_that_was_not_written_to_its_end_does_not_count()
    {
        using (var file = PlaceFile.Begin(_folder["place"], []))
        {
            file.Keep(0, new StreamCheckpoint(1, 1, 10, 0));
            file.Keep(0, new StreamCheckpoint(2, 1, 20, 0));
        }

        Assert.Equal(20, PlaceFile.Read(_folder["place"], [30, 0])[0]!.Value.Written);
        using (var stream = File.OpenWrite(_folder["place"]))
        {
            stream.Position = StreamCheckpoint.Size + 4;
            stream.WriteByte(9);
        }

        Assert.Equal(10, PlaceFile.Read(_folder["place"], [30, 0])[0]!.Value.Written);
    }

    private static string TakeOf(LogPlace place, string piece) => Encoding.UTF8.GetString(place.Take(isError: true, Encoding.UTF8.GetBytes(piece)).Span);

    private static string TextOf(List<(bool IsError, string Piece)> log, bool isError) =>
        string.Concat(log.Where(line => line.IsError == isError).Select(line => line.Piece[(line.Piece.IndexOf(' ', StringComparison.Ordinal) + 1)..]));

    private string[] Follow(List<(bool IsError, string Piece)> log, OutputTotals? totals, int pieces)
    {
        using var place = new LogPlace(_folder["place"], totals);
        place.Rewind();
        var since = decimal.Parse(place.Since, CultureInfo.InvariantCulture);
        StringBuilder[] written = [new(), new()];
        foreach (var (isError, piece) in log.Where(line => SecondsOf(line.Piece) >= since).Take(pieces))
            written[isError ? 1 : 0].Append(Encoding.ASCII.GetString(place.Take(isError, Encoding.ASCII.GetBytes(piece)).Span));
        return [written[0].ToString(), written[1].ToString()];
    }

    private static string StampOf(int i) => string.Create(CultureInfo.InvariantCulture, $"2026-11-21T22:{i / 600:00}:{i / 10 % 60:00}.{i % 10}00000000Z");

    private static decimal SecondsOf(string piece) => ((DateTimeOffset)DateTime.Parse(piece[..piece.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture)).ToUnixTimeMilliseconds() / 1000m;

    private string Take(string piece, bool isError = false) => Encoding.UTF8.GetString(_place.Take(isError, Encoding.UTF8.GetBytes(piece)).Span);
}
