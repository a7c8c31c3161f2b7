using System.Globalization;
using System.Text;
using Baton.Control.Access;
using Baton.Core;

namespace Baton.Daemon.Access;

/// <summary>
/// Reads the lines of a token file: <c>NAME ROLE TOKEN</c>, or a token alone, which may operate. Empty lines, and those that begin with <c>#</c>, are for
/// people. A problem never shows what may be a token.
/// </summary>
internal static class TokenLines
{
    /// <summary>Most tokens in a file.</summary>
    public const int Most = 1000;

    private const int MostCharacters = 512, MostProblems = 20;

    /// <summary>All tokens, and what is wrong with the lines that are none.</summary>
    /// <param name="path">How problems name the file.</param>
    /// <param name="text">What it holds.</param>
    public static (IReadOnlyList<AccessToken> Tokens, IReadOnlyList<string> Problems) Read(string path, ReadOnlySpan<byte> text)
    {
        var (tokens, problems) = (new List<AccessToken>(), new List<string>());
        var (names, known) = (new HashSet<string>(), new HashSet<string>());
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            number++;
            var words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#')) continue;
            var problem = Parse(words, number, out var token) ?? (!names.Add(token.Name) ? $"the name \"{token.Name}\" stands there twice" : !known.Add(words[^1]) ? "the token of this line stands there twice" : null);
            if (problem is null && tokens.Count == Most) problem = string.Create(CultureInfo.InvariantCulture, $"there are more than {Most} tokens");
            if (problem is null) tokens.Add(token!);
            else problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{number}: {problem}"));
            if (problems.Count == MostProblems) break;
        }

        if (tokens.Count + problems.Count == 0) problems.Add($"{path}:1: there is no token in it; write one a line: NAME ROLE TOKEN");
        return (tokens, problems);
    }

    private static string? Parse(string[] words, int number, [System.Diagnostics.CodeAnalysis.NotNull] out AccessToken? token)
    {
        var name = words.Length == 3 ? words[0] : string.Create(CultureInfo.InvariantCulture, $"line {number}");
        var role = words.Length == 3 && words[1] == "read" ? Role.Read : Role.Operate;
        token = AccessToken.Of(name, role, words[^1]);
        if (words.Length is not (1 or 3)) return "write NAME ROLE TOKEN, or the token alone";
        if (words.Length == 3 && !Names.IsValid(name)) return $"the name is not one: {Names.Rule}";
        if (words.Length == 3 && words[1] is not ("read" or "operate")) return "the second word must be the role: read or operate";
        if (words[^1].Length > MostCharacters) return string.Create(CultureInfo.InvariantCulture, $"the token is longer than {MostCharacters} characters");
        return words[^1].All(c => c is > ' ' and < '\x7f') ? null : "the token must be of letters, digits and signs of ASCII, which HTTP headers can carry";
    }
}
