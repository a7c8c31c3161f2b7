using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Baton.Probes.Specs;

namespace Baton.Probes.Bodies;

/// <summary>What the body of an answer must be.</summary>
internal sealed class BodyRules
{
    private readonly string? _text;
    private readonly byte[]? _bytes;
    private readonly Regex? _pattern;
    private readonly JsonCondition? _condition;

    public BodyRules(ProbeSpec.Http spec)
    {
        _text = spec.BodyContains;
        _bytes = _text is null ? null : Encoding.UTF8.GetBytes(_text);
        _pattern = spec.BodyMatches is { } pattern ? SearchPattern.Of(pattern) : null;
        _condition = spec.BodyJson is { } condition ? JsonCondition.Parse(condition) : null;
    }

    /// <summary>There is none: any body will do.</summary>
    public bool IsNone => _bytes is null && _pattern is null && _condition is null;

    /// <summary>What is wrong with a body, so that <c>HTTP 200 PROBLEM</c> reads as a sentence; null when nothing is.</summary>
    public string? ProblemOf(CappedBody body) => ProblemOfText(body) ?? ProblemOfPattern(body) ?? ProblemOfJson(body);

    // Text and patterns are looked for in what was read: a longer body with it in its beginning is as it should be.
    private string? ProblemOfText(CappedBody body) =>
        _bytes is null || body.Bytes.Span.IndexOf(_bytes) >= 0 ? null
        : body.IsWhole ? $", but its body does not contain \"{_text}\"" : $", but the first {body.Limit / 1024} KiB of its body do not contain \"{_text}\"";

    private string? ProblemOfPattern(CappedBody body)
    {
        if (_pattern is null) return null;
        var characters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(body.Bytes.Length));
        try
        {
            var length = Encoding.UTF8.GetChars(body.Bytes.Span, characters);
            if (_pattern.IsMatch(characters.AsSpan(0, length))) return null;
            return body.IsWhole ? $", but its body does not match \"{_pattern}\"" : $", but the first {body.Limit / 1024} KiB of its body do not match \"{_pattern}\"";
        }
        catch (RegexMatchTimeoutException)
        {
            return $", but searching its body for \"{_pattern}\" took too long";
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    private string? ProblemOfJson(CappedBody body)
    {
        if (_condition is null) return null;
        if (!body.IsWhole) return $", but its body is longer than {body.Limit / 1024} KiB and is not read as JSON";
        return _condition.ProblemOf(body.Bytes) is { } problem ? $", but {problem}" : null;
    }
}
