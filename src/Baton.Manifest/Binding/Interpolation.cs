using System.Text;
using Baton.Manifest.Text;

namespace Baton.Manifest.Binding;

/// <summary>
/// Puts variables into texts: <c>${NAME}</c>, <c>${NAME:-text}</c> when the variable may be missing or empty, and <c>$$</c> for one
/// <c>$</c>. Any other <c>$</c> stays as it is. The text of a default ends at the next <c>}</c> and is taken as it is.
/// </summary>
/// <param name="Variable">The value of a variable; null when it is not set.</param>
public sealed record Interpolation(Func<string, string?> Variable)
{
    /// <summary>A missing variable leaves the text as it is written, and is no problem: nobody is going to use it.</summary>
    public bool IsLenient { get; init; }

    /// <summary>The text with its variables; null, with the reason, when that cannot be had.</summary>
    internal string? Apply(string text, out string? problem)
    {
        problem = null;
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i] == '$' && i + 1 < text.Length ? text[i + 1] : '\0';
            if (next == '$') i++;
            if (next != '{')
            {
                result.Append(text[i]);
                continue;
            }

            var end = text.IndexOf('}', i);
            problem = end < 0 ? "\"${\" has no \"}\"; write \"$${\" to mean the characters themselves" : Put(text[(i + 2)..end], result);
            if (problem is not null) return null;
            i = end;
        }

        return result.ToString();
    }

    /// <summary>Adds what stands for the inside of the braces; the problem when there is one.</summary>
    private string? Put(string inside, StringBuilder result)
    {
        var split = inside.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? inside : inside[..split];
        if (!EnvironmentNames.IsPlain(name))
            return $"{Shown(inside)} is neither ${{NAME}} nor ${{NAME:-text}}; write \"$$\" to mean one \"$\"";
        if (inside.Contains("${", StringComparison.Ordinal)) return $"the default of {name} holds another variable, and a default is taken as it is; put the variables one behind the other, or write the default out";
        var value = Variable(name);
        if (split >= 0 && string.IsNullOrEmpty(value)) value = inside[(split + 2)..];
        if (value is null && !IsLenient) return $"the environment variable \"{name}\" is not set; set it, or give a default as in ${{{name}:-text}}";
        result.Append(value ?? $"${{{inside}}}");
        return null;
    }

    /// <summary>The braces for messages, without the text behind an operator of the shell: it stands in place of a value, which may be a secret.</summary>
    private static string Shown(string inside)
    {
        var end = inside.AsSpan().IndexOfAny(":-+?=");
        return Quoted.Text(end < 0 ? $"${{{inside}}}" : $"${{{inside[..(end + 1)]}…}}");
    }
}
