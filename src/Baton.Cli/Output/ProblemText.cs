using System.Text;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>A daemon's problem as a person reads it.</summary>
internal static class ProblemText
{
    /// <summary>The detail, then the single problems with their places, each on a line of its own.</summary>
    public static string Of(Problem problem)
    {
        var text = new StringBuilder();
        SafeText.Append(text, problem.Detail);
        foreach (var item in problem.Problems ?? [])
        {
            SafeText.Append(text.Append("\n  "), item.Place);
            SafeText.Append(text.Append(": "), item.Message);
        }

        return text.ToString();
    }
}
