using System.Buffers;
using Baton.Contracts;

namespace Baton.Cli.View;

/// <summary>The lines of the view, for people or for programs. For one thread at a time.</summary>
internal abstract class ViewFormat
{
    /// <summary>Makes room for names that will come.</summary>
    public abstract void Expect(IEnumerable<string> names);

    /// <summary>Appends what a service wrote.</summary>
    public abstract void Append(ArrayBufferWriter<byte> to, LogLine line);

    /// <summary>Appends an event.</summary>
    public abstract void Append(ArrayBufferWriter<byte> to, EventRecord e);

    /// <summary>Appends what is neither.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="text">What there is to say.</param>
    /// <param name="isWarning">It should be looked at.</param>
    /// <param name="isQuiet">It says how things are, and nothing new.</param>
    public abstract void AppendNote(ArrayBufferWriter<byte> to, string text, bool isWarning, bool isQuiet = false);
}
