using System.Text;
using System.Text.RegularExpressions;

namespace Baton.Processes.Changes;

/// <summary>
/// A pattern of paths below a folder: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders; everything else is itself. It takes what it matches, and
/// all that lies below that.
/// </summary>
public sealed class Glob
{
    private readonly Regex _regex;

    /// <param name="pattern">Relative, without <c>..</c>; see <see cref="ProblemOf"/>.</param>
    public Glob(string pattern)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        var fixedParts = parts.TakeWhile(part => part.AsSpan().IndexOfAny('*', '?') < 0).ToList();
        // The last part may be a file: what is watched is the folder that it lies in.
        Root = string.Join('/', fixedParts.Count == parts.Count ? fixedParts.SkipLast(1) : fixedParts);
        IsFlat = parts.Count - Root.Split('/', StringSplitOptions.RemoveEmptyEntries).Length <= 1 && !parts.Contains("**");
        _regex = new Regex($"^{Expression(parts)}(/.*)?$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>The folder, relative and without wildcards, below which everything lies that it can match; empty for the base.</summary>
    public string Root { get; }

    /// <summary>It matches names in <see cref="Root"/> itself; what lies in folders there only when one of them matches.</summary>
    public bool IsFlat { get; }

    /// <summary>It takes this path.</summary>
    /// <param name="path">Relative to the base, with <c>/</c>.</param>
    public bool IsMatch(string path) => _regex.IsMatch(path);

    /// <summary>What is wrong with a pattern; null when nothing is.</summary>
    public static string? ProblemOf(string pattern)
    {
        if (pattern.StartsWith('/')) return "must be relative to the project";
        if (pattern.Split('/').Contains("..")) return "must not leave the project (\"..\")";
        if (pattern.Split('/').Any(part => part != "**" && part.Contains("**", StringComparison.Ordinal))) return "has \"**\" beside other characters; write it between slashes, as in \"src/**/*.py\"";
        return pattern.Length > 1000 ? "is longer than 1,000 characters" : null;
    }

    private static string Expression(List<string> parts)
    {
        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            var isLast = i == parts.Count - 1;
            if (parts[i] == "**") text.Append(isLast ? ".+" : "(?:[^/]+/)*");
            else text.Append(Regex.Escape(parts[i]).Replace("\\*", "[^/]*", StringComparison.Ordinal).Replace("\\?", "[^/]", StringComparison.Ordinal)).Append(isLast ? "" : "/");
        }

        return text.ToString();
    }
}
