using System.Buffers;
using Baton.Cli.Output;
using Baton.Contracts;

namespace Baton.Cli.View;

/// <summary>An event as a line of the view.</summary>
internal static class EventNote
{
    /// <summary>True for what changed; that it was asked for shows in what follows from it.</summary>
    public static bool IsShown(EventRecord e) => !e.What.EndsWith("_requested", StringComparison.Ordinal);

    /// <summary>Appends <c>name | * what: detail</c>.</summary>
    public static void Append(LineFormat format, ArrayBufferWriter<byte> to, EventRecord e)
    {
        var text = string.IsNullOrEmpty(e.Detail) ? e.What : $"{e.What}: {e.Detail}";
        var colour = ServiceTable.ColourOf(e.What);
        format.AppendNote(to, SubjectName.Of(e.Subject), text, colour.Length > 0 ? colour : Ansi.Grey);
    }
}
