using System.Text;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>The last lines of a service that failed, under the message that says so.</summary>
internal static class LastOutputText
{
    /// <summary>Appends them, each on a line of its own; nothing when there are none.</summary>
    public static void Append(StringBuilder text, ServiceRecord service)
    {
        foreach (var line in service.LastOutput ?? [])
        {
            SafeText.Append(text.Append("  | "), line);
            text.Append('\n');
        }
    }
}
