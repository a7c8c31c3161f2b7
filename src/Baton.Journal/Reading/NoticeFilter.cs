using System.Text;
using Baton.Core.Notices;
using Baton.Journal.Records;

namespace Baton.Journal.Reading;

/// <summary>Which facts are wanted. Everything said must hold.</summary>
public sealed record NoticeFilter
{
    private const int LongestWord = 1024;

    /// <summary>All facts.</summary>
    public static NoticeFilter All { get; } = new();

    /// <summary>What they are about (<see cref="Notice.Subject"/>); null: anything.</summary>
    public IReadOnlySet<string>? Subjects { get; init; }

    /// <summary>What happened (<see cref="Notice.What"/>); null: anything.</summary>
    public IReadOnlySet<string>? Whats { get; init; }

    /// <summary>From this time on; null: any time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Numbers that are wanted whatever else is said; null: none.</summary>
    public IReadOnlySet<long>? Numbers { get; init; }

    /// <summary>Nothing is left out.</summary>
    public bool IsAll => Subjects is null && Whats is null && Since is null;

    /// <summary>Whether a fact is wanted.</summary>
    public bool Wants(Notice notice) => Numbers?.Contains(notice.Seq) == true
        || ((Since is not { } since || notice.Time >= since) && Subjects?.Contains(notice.Subject) != false && Whats?.Contains(notice.What) != false);

    internal bool Wants(Record record) => Numbers?.Contains(record.Seq) == true
        || ((Since is not { } since || record.Time >= since.ToUnixTimeMilliseconds()) && IsIn(Subjects, record.Subject) && IsIn(Whats, record.What));

    private static bool IsIn(IReadOnlySet<string>? words, ReadOnlySpan<byte> word)
    {
        if (words is null) return true;
        // Most facts are not wanted, and of those no text is made.
        Span<char> text = stackalloc char[LongestWord];
        var length = Encoding.UTF8.GetChars(word, text);
        if (words is HashSet<string> set) return set.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[..length]);
        return words.Contains(text[..length].ToString());
    }
}
