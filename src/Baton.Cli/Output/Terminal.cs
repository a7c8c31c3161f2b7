using System.Text;
using Baton.Cli.Native;

namespace Baton.Cli.Output;

/// <summary>
/// The one way to the person: standard output and errors, and what they can show. Text is written in one piece per call, so that a
/// table is one system call and two writers never mix inside a line.
/// </summary>
/// <param name="output">Standard output.</param>
/// <param name="errors">Standard error.</param>
/// <param name="show">What standard output can show.</param>
/// <param name="showErrors">What standard error can show.</param>
internal sealed class Terminal(Stream output, Stream errors, Appearance show, Appearance showErrors)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Standard output, for bytes.</summary>
    public Stream Output => output;

    /// <summary>What standard output can show.</summary>
    public Appearance Show => show;

    /// <summary>What standard error can show.</summary>
    public Appearance ShowErrors => showErrors;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() =>
        new(new FileDescriptorStream(1), new FileDescriptorStream(2), AppearanceOf(1), AppearanceOf(2));

    /// <summary>Writes text to standard output as it is.</summary>
    public void Write(string text) => output.Write(Utf8.GetBytes(text));

    /// <summary>Writes text to standard error as it is; a closed standard error is no reason to fail.</summary>
    public void WriteError(string text)
    {
        try
        {
            errors.Write(Utf8.GetBytes(text));
        }
        catch (IOException)
        {
            // There is no further place to say it; the exit code does.
        }
    }

    /// <summary>Standard output for code that writes text in pieces; dispose it to have them written.</summary>
    public TextWriter OpenOutput() => new StreamWriter(output, Utf8, leaveOpen: true);

    /// <summary>Standard error, likewise.</summary>
    public TextWriter OpenErrors() => new StreamWriter(errors, Utf8, leaveOpen: true);

    private static Appearance AppearanceOf(int descriptor)
    {
        var isTerminal = Libc.IsTerminal(descriptor);
        var wantsColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not ("dumb" or null or "");
        return new Appearance(isTerminal, isTerminal && wantsColour, isTerminal ? Libc.Columns(descriptor) : 0);
    }
}
