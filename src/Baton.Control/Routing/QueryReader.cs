using System.Globalization;
using Baton.Control.Problems;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Routing;

/// <summary>Reads the parameters of a query strictly: what is unknown, doubled or out of range is refused by name.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;

    /// <param name="request">The request.</param>
    /// <param name="known">The parameters the address takes.</param>
    public QueryReader(HttpRequest request, params ReadOnlySpan<string> known)
    {
        _query = request.Query;
        foreach (var name in _query.Keys)
        {
            if (!known.Contains(name))
                throw ProblemException.Invalid($"this address takes no parameter of that name; it takes: {string.Join(", ", known.ToArray())}");
        }
    }

    /// <summary>Value of a parameter; null when it is absent or empty.</summary>
    public string? Text(string name)
    {
        var values = _query[name];
        if (values.Count > 1) throw ProblemException.Invalid($"parameter \"{name}\" is given more than once");
        return values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
    }

    /// <summary>All values of a parameter that may be repeated.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. _query[name].Where(value => !string.IsNullOrEmpty(value)).Select(value => value!)];

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>; null when it is absent.</summary>
    public long? Number(string name, long min, long max)
    {
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        throw ProblemException.Invalid($"parameter \"{name}\" must be a whole number from {min} to {max}");
    }

    /// <summary>A parameter that is <c>true</c> or <c>false</c>; false when it is absent.</summary>
    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw ProblemException.Invalid($"parameter \"{name}\" must be true or false"),
    };

    /// <summary>A time (UTC): in the form of RFC 3339, or a span before <paramref name="now"/> as in <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>3d</c>; null when it is absent.</summary>
    public DateTime? Time(string name, DateTimeOffset now)
    {
        if (Text(name) is not { } text) return null;
        return TimeText.Read(text, now) ?? throw ProblemException.Invalid(
            $"parameter \"{name}\" must be a time with its zone, as 2026-11-21T12:00:00Z, or how long ago: a number with s, m, h or d, as 10m (a \"+\" is written %2B)");
    }

    /// <summary>How many records a page may have.</summary>
    public int Limit() => (int)(Number("limit", 1, 1000) ?? 100);
}
