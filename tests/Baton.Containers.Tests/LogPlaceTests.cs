using System.Text;
using Baton.Containers.Following;

namespace Baton.Containers.Tests;

/// <summary>Nothing of a log is lost or doubled when the engine tells it again.</summary>
public sealed class LogPlaceTests
{
    private const string First = "2026-11-21T22:00:00.000000001Z", Second = "2026-11-21T22:00:01.500000000Z";

    private readonly LogPlace _place = new();

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
    public void The_engine_is_asked_from_the_last_time_on_with_all_its_digits()
    {
        Assert.Equal("0", _place.Since);
        Take($"{First} a");
        Assert.Equal("1795298400.000000001", _place.Since);
    }

    [Fact]
    public void A_clock_that_was_set_back_loses_nothing_that_follows()
    {
        Assert.Equal(["b", "a"], [Take($"{Second} b"), Take($"{First} a")]);
    }

    private string Take(string piece) => Encoding.UTF8.GetString(_place.Take(Encoding.UTF8.GetBytes(piece)).Span);
}
