using System.Text.RegularExpressions;

namespace Baton.Supervision.Secrets;

/// <summary>
/// Keeps secrets out of what people are shown. A secret is known by the name of its variable; its value is masked wherever it stands. Besides, what is
/// recognisable as one by what stands around it: the password in a URL, an option named so with its value, a bearer token.
/// </summary>
public sealed partial class SecretMask
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Masked = "••••••";

    /// <summary>Shorter values stand everywhere by chance; they are masked only where their name stands beside them.</summary>
    private const int ShortestElsewhere = 4;

    private static readonly string[] Words = ["KEY", "TOKEN", "SECRET", "PASS", "CREDENTIAL", "AUTH"];
    private static readonly string[] NoSecrets = ["true", "false", "none", "null", "auto"];

    private readonly string[] _values;

    /// <param name="environments">Variables; the values of those that are secret by their names are masked.</param>
    public SecretMask(params IEnumerable<IReadOnlyDictionary<string, string>> environments) =>
        // The longest first: one may be a part of another.
        _values = [.. environments.SelectMany(variables => variables).Where(variable => IsSecret(variable.Key)).Select(variable => variable.Value)
            .Where(value => value.Length >= ShortestElsewhere && !NoSecrets.Contains(value, StringComparer.OrdinalIgnoreCase)).Distinct().OrderByDescending(value => value.Length)];

    /// <summary>Whether a variable or key of this name holds a secret: it contains one of KEY, TOKEN, SECRET, PASS, CREDENTIAL, AUTH, in any case.</summary>
    public static bool IsSecret(string name) => Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The text without secrets.</summary>
    public string Apply(string text)
    {
        foreach (var value in _values) text = text.Replace(value, Masked, StringComparison.Ordinal);
        text = UrlPassword().Replace(text, Masked);
        text = OptionValue().Replace(text, Masked);
        text = DefaultValue().Replace(text, Masked);
        text = CommentedValue().Replace(text, Masked);
        return BearerToken().Replace(text, Masked);
    }

    /// <summary>The arguments of a program without secrets: also those that follow an option named so.</summary>
    public IReadOnlyList<string> Apply(IReadOnlyList<string> command) =>
        [.. command.Select((argument, i) => i > 0 && IsSecretOption(command[i - 1]) && !argument.StartsWith('-') ? Masked : Apply(argument))];

    private static bool IsSecretOption(string argument) => argument.StartsWith('-') && !argument.Contains('=', StringComparison.Ordinal) && IsSecret(argument);

    [GeneratedRegex("""(?<=://[^/\s:@"']{0,200}:)[^/\s@"']+(?=@)""")]
    private static partial Regex UrlPassword();

    [GeneratedRegex("""(?<=(^|[\s"'])--?[a-z0-9_-]{0,60}(key|token|secret|pass|credential|auth)[a-z0-9_-]{0,60}(=|[ \t]+|["'][ \t]*,[ \t]*["']))(?!--)[^\s"',\]]+""", RegexOptions.IgnoreCase)]
    private static partial Regex OptionValue();

    [GeneratedRegex("""(?<=^[ \t]*#[^\n]{0,200}(key|token|secret|pass|credential|auth)[a-z0-9_-]{0,60}["']?[ \t]*[=:][ \t]*["']?)[^\s"']+""", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex CommentedValue();

    [GeneratedRegex("""(?<=\$\{[a-z0-9_]{0,60}(key|token|secret|pass|credential|auth)[a-z0-9_]{0,60}:-)[^}]+""", RegexOptions.IgnoreCase)]
    private static partial Regex DefaultValue();

    [GeneratedRegex("""(?<=\b(bearer|basic)\s)[a-z0-9._~+/=-]{6,}""", RegexOptions.IgnoreCase)]
    private static partial Regex BearerToken();
}
