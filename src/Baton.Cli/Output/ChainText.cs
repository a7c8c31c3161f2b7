using System.Globalization;
using System.Text;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>What the last start spent its time on, the last service first; each waited for the one below it.</summary>
internal static class ChainText
{
    /// <summary>A line for each service below one that says what the figures mean.</summary>
    public static string Of(IReadOnlyList<ChainLink>? chain)
    {
        if (chain is not { Count: > 0 }) return "nothing is ready, so there is no chain yet\n";
        var whole = (chain[0].ReadyAt - chain[^1].StartedAt).TotalSeconds;
        var text = new StringBuilder();
        SafeText.Append(text, chain[0].Name);
        text.Append(CultureInfo.InvariantCulture, $" was ready after {whole:0.000} s (@ when it was started, + how long it took to be ready)\n");
        for (var i = 0; i < chain.Count; i++)
        {
            // Behind a few levels the depth says nothing more, and long chains would leave the terminal.
            if (i > 0) text.Append(' ', Math.Min(i - 1, 20) * 2).Append("└─ ");
            SafeText.Append(text, chain[i].Name);
            text.Append(CultureInfo.InvariantCulture, $" @{chain[i].AtSeconds:0.000}s +{chain[i].StartSeconds:0.000}s\n");
        }

        return text.ToString();
    }
}
