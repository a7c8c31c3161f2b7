using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Baton.Core;

namespace Baton.Supervision.Logs;

/// <summary>
/// A regular expression that lines are tried with, in time that grows with their length alone, whatever the expression. For one caller at a
/// time.
/// </summary>
public sealed class LogFilter
{
    /// <summary>Longest expression, in characters.</summary>
    public const int MaxLength = 1000;

    // Bounds what a short expression may become, as (a{1000}){1000}: beyond it .NET refuses it.
    private const int MostStates = 20_000;

    private readonly Regex _regex;

    static LogFilter() => AppContext.SetData("REGEX_NONBACKTRACKING_MAX_AUTOMATA_SIZE", MostStates);

    /// <param name="expression">The expression; no look-around and no back-references.</param>
    /// <param name="ignoresCase">Upper and lower case are the same.</param>
    /// <exception cref="BatonException">It is none, or too long or large (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public LogFilter(string expression, bool ignoresCase)
    {
        if (expression.Length > MaxLength)
            throw new BatonException(ErrorCode.InvalidRequest, $"the expression for grep has {expression.Length} characters; at most {MaxLength} are taken");
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        try
        {
            _regex = new Regex(expression, options);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new BatonException(ErrorCode.InvalidRequest, $"cannot search with that expression: {e.Message}", e);
        }
    }

    /// <summary>The expression fits some of the text; bytes that are not UTF-8 count as a replacement character.</summary>
    public bool Fits(ReadOnlySpan<byte> text)
    {
        var characters = ArrayPool<char>.Shared.Rent(Math.Max(1, text.Length));
        try
        {
            return _regex.IsMatch(characters.AsSpan(0, Encoding.UTF8.GetChars(text, characters)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }
}
