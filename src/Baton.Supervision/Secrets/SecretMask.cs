using System.Globalization;
using System.Text.RegularExpressions;
using Baton.Manifest.Text;

namespace Baton.Supervision.Secrets;

/// <summary>
/// Keeps secrets out of what people are shown. A secret is known by the name of its variable; its value is masked wherever it stands, unless it is so short
/// or plain that texts hold it by chance: then only where the name stands before it. Besides, what is
/// recognisable as one by what stands around it: the password in a URL, who asks in one of HTTP, a parameter or an option named so, a bearer token.
/// </summary>
public sealed partial class SecretMask
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Masked = "••••••";

    /// <summary>Shorter values stand everywhere by chance; they are masked only where their name stands beside them.</summary>
    private const int ShortestElsewhere = 8;

    /// <summary>What a cut has left of a value is masked from so many characters on.</summary>
    private const int ShortestPart = 4;

    /// <summary>A number of so many digits is a size, a time or a count; one of more is nothing else than a secret.</summary>
    private const int LongestNumber = 15;

    private static readonly string[] NoSecrets = ["true", "false", "none", "null", "auto", "disabled", "required", "optional", "anonymous", "internal", "external"];

    private readonly string[] _values;
    private readonly NamedSecret[] _named;

    /// <param name="environments">Variables; the values of those that are secret by their names are masked.</param>
    public SecretMask(params IEnumerable<IReadOnlyDictionary<string, string>> environments)
    {
        var secrets = environments.SelectMany(variables => variables).Where(variable => IsSecret(variable.Key) && variable.Value.Length > 0).ToList();
        // The longest first: one may be a part of another, as the raw form is of the escaped one.
        _values = [.. secrets.SelectMany(variable => WithLines(variable.Value)).Where(IsTelling).SelectMany(EscapedForms.Of).Distinct().OrderByDescending(value => value.Length)];
        _named = [.. secrets.Where(variable => !IsTelling(variable.Value)).SelectMany(variable => EscapedForms.Of(variable.Value).Select(form => new NamedSecret(variable.Key, form)))
            .Distinct().OrderByDescending(secret => secret.Value.Length)];
    }

    /// <summary>Whether a variable or key of this name holds a secret: it contains one of KEY, TOKEN, SECRET, PASS, CREDENTIAL, AUTH, in any case.</summary>
    public static bool IsSecret(string name) => SecretName.IsSecret(name);

    /// <summary>The text without secrets.</summary>
    public string Apply(string text)
    {
        foreach (var value in _values) text = text.Replace(value, Masked, StringComparison.Ordinal);
        foreach (var secret in _named) text = secret.Apply(text, Masked);
        // Most texts have none of these signs, and looking for them is cheap.
        if (text.Contains("://", StringComparison.Ordinal)) text = HttpUser().Replace(UrlPassword().Replace(text, Masked), Masked);
        if (text.AsSpan().ContainsAny('?', '&')) text = QueryValue().Replace(text, Masked);
        if (text.Contains('-')) text = OptionValue().Replace(text, Masked);
        if (text.Contains("${", StringComparison.Ordinal)) text = DefaultValue().Replace(text, Masked);
        if (text.Contains('#')) text = CommentedValue().Replace(text, Masked);
        return BearerToken().Replace(text, Masked);
    }

    /// <summary>The same of a text that may have been cut at either end, perhaps through a secret: what is left of one there is masked too.</summary>
    public string ApplyToExcerpt(string text)
    {
        var (first, last) = (0, text.Length);
        while (first < last && text[first] is '.' or '…') first++;
        while (last > first && text[last - 1] is '.' or '…') last--;
        var head = LongestPart(text.AsSpan(first, last - first), isHead: true);
        var tail = LongestPart(text.AsSpan(first + head, last - first - head), isHead: false);
        if (head + tail == 0) return Apply(text);
        var before = head > 0 ? string.Concat(text.AsSpan(0, first), Masked) : text[..first];
        var behind = tail > 0 ? string.Concat(Masked, text.AsSpan(last)) : text[last..];
        return Apply(string.Concat(before, text.AsSpan(first + head, last - first - head - tail), behind));
    }

    /// <summary>The arguments of a program without secrets: also those that follow an option named so.</summary>
    public IReadOnlyList<string> Apply(IReadOnlyList<string> command) =>
        [.. command.Select((argument, i) => i > 0 && IsSecretOption(command[i - 1]) && !argument.StartsWith('-') ? Masked : Apply(argument))];

    /// <summary>Where a text holds this, it is this secret, and nothing else by chance.</summary>
    private static bool IsTelling(string value) => value.Length >= ShortestElsewhere && !NoSecrets.Contains(value, StringComparer.OrdinalIgnoreCase)
        && (value.Count(char.IsAsciiDigit) > LongestNumber || !double.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _));

    /// <summary>A line of a value that has several, as of a key in PEM, is a secret too.</summary>
    private static IEnumerable<string> WithLines(string value) => value.Contains('\n', StringComparison.Ordinal)
        ? value.Split('\n', StringSplitOptions.TrimEntries).Prepend(value)
        : [value];

    /// <summary>How many characters at the text's head end a value, or at its tail begin one; 0 where a whole one is longer, or for so few that they may be there by chance.</summary>
    private int LongestPart(ReadOnlySpan<char> text, bool isHead)
    {
        var (longest, whole) = (0, 0);
        foreach (var value in _values)
        {
            if (isHead ? text.StartsWith(value) : text.EndsWith(value)) whole = Math.Max(whole, value.Length);
            var least = Math.Max(longest + 1, Math.Clamp(value.Length / 2, ShortestPart, ShortestElsewhere));
            for (var length = Math.Min(value.Length - 1, text.Length); length >= least; length--)
            {
                if (!(isHead ? text.StartsWith(value.AsSpan(value.Length - length)) : text.EndsWith(value.AsSpan(0, length)))) continue;
                longest = length;
                break;
            }
        }

        return longest > whole ? longest : 0;
    }

    private static bool IsSecretOption(string argument) => argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal) && IsSecret(argument);

    // Up to the last @: a password that was not encoded may hold one, or a slash.
    [GeneratedRegex("""(?<=://[^/\s:@"']{0,200}:)[^\s"'<>]+(?=@)""")]
    private static partial Regex UrlPassword();

    [GeneratedRegex("""(?<=\bhttps?://)[^/\s:@"'?#]+(?=@)""", RegexOptions.IgnoreCase)]
    private static partial Regex HttpUser();

    [GeneratedRegex("""(?<=[?&;][a-z0-9_.-]{0,60}(key|token|secret|pass|credential|auth|signature|sig)[a-z0-9_.-]{0,60}=)[^&;#\s"'<>]+""", RegexOptions.IgnoreCase)]
    private static partial Regex QueryValue();

    [GeneratedRegex("""(?<=(^|[\s"'])--?[a-z0-9_-]{0,60}(key|token|secret|pass|credential|auth)[a-z0-9_-]{0,60}(=|[ \t]+|["'][ \t]*,[ \t]*["']))(?!--)[^\s"',\]]+""", RegexOptions.IgnoreCase)]
    private static partial Regex OptionValue();

    [GeneratedRegex("""(?<=^[ \t]*#[^\n]{0,200}(key|token|secret|pass|credential|auth)[a-z0-9_-]{0,60}["']?[ \t]*[=:][ \t]*["']?)[^\s"']+""", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex CommentedValue();

    [GeneratedRegex("""(?<=\$\{[a-z0-9_]{0,60}(key|token|secret|pass|credential|auth)[a-z0-9_]{0,60}:-)[^}]+""", RegexOptions.IgnoreCase)]
    private static partial Regex DefaultValue();

    [GeneratedRegex("""(?<=\b(bearer|basic)\s)[a-z0-9._~+/=-]{6,}""", RegexOptions.IgnoreCase)]
    private static partial Regex BearerToken();
}
