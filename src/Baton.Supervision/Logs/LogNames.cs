using Baton.Core;

namespace Baton.Supervision.Logs;

/// <summary>Checks what a query names, before any of it becomes part of a path.</summary>
internal static class LogNames
{
    /// <summary>The services a query is about, each once, in the order of the manifest when it names none.</summary>
    /// <exception cref="BatonException">A name is not known, or the numbers make no sense.</exception>
    public static IReadOnlyList<string> Check(LogQuery query, IReadOnlyList<string> known)
    {
        if (query.Run is not null && query.Services.Count != 1)
            throw new BatonException(ErrorCode.InvalidRequest, "a run belongs to one service: name exactly one with \"service\"");
        if (query.Run is < 1) throw new BatonException(ErrorCode.InvalidRequest, $"run {query.Run} is not a number from 1");
        if (query is { Previous: true, Run: not null })
            throw new BatonException(ErrorCode.InvalidRequest, "\"previous\" and \"run\" both say which run: give one of them");
        if (query.Since > query.Until) throw new BatonException(ErrorCode.InvalidRequest, "\"since\" is later than \"until\": there can be no such line");
        if (query.Tail is < 0 or > LogQuery.MaxTail)
            throw new BatonException(ErrorCode.InvalidRequest, $"tail {query.Tail} is not a number from 0 to {LogQuery.MaxTail}");
        if (query.Services.Count == 0) return known;
        foreach (var name in query.Services)
        {
            if (Names.IsValid(name) && known.Contains(name)) continue;
            throw new BatonException(ErrorCode.NotFound, $"service \"{Shown(name)}\" does not exist; there are: {string.Join(", ", known.Take(20))}");
        }

        return query.Services.Distinct(StringComparer.Ordinal).ToList();
    }

    /// <summary>What a stranger sent may be long and may hold control characters; neither belongs in a message.</summary>
    private static string Shown(string name) =>
        new(name.Take(Names.MaxLength).Select(c => char.IsControl(c) ? '?' : c).ToArray());
}
