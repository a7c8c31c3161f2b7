using System.Globalization;
using System.Text;
using Baton.Client.Runtime;

namespace Baton.Cli.Output;

/// <summary>What went wrong with a runtime part, as text.</summary>
internal static class RuntimeErrorText
{
    /// <summary>As the orchestrator's own command line tells it: what failed, and below it its causes, numbered when there are several.</summary>
    public static string OfReference(RuntimeFailureException failure)
    {
        var causes = failure.Stage == RuntimeStage.Unknown ? [] : failure.Causes;
        var text = new StringBuilder("Error: ");
        SafeText.Append(text, Top(failure));
        if (causes.Count > 0) text.Append("\n\nCaused by:");
        for (var i = 0; i < causes.Count; i++)
        {
            var number = causes.Count == 1 ? "    " : string.Create(CultureInfo.InvariantCulture, $"{i,5}: ");
            AppendCause(text, causes[i], number);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The reason in one line, for <c>cannot WHAT: REASON</c>.</summary>
    public static string Reason(RuntimeFailureException failure, RuntimeAddress address)
    {
        var text = new StringBuilder();
        SafeText.Append(text, failure.Stage switch
        {
            RuntimeStage.Connecting when !failure.IsSilence => $"nobody answers at \"{address}\": {failure.Message}; start it with: baton up --control-socket PATH",
            // The first cause says what was being done, as the command has.
            RuntimeStage.Refused when failure.Causes.Count > 1 => string.Join(": ", failure.Causes.Skip(1)),
            RuntimeStage.Refused when failure.Causes.Count == 0 => "the server does not say why",
            RuntimeStage.Refused or RuntimeStage.Unknown or RuntimeStage.EncodingRequest => failure.Message,
            RuntimeStage.ReadingBinary => $"cannot read \"{failure.Subject}\": {failure.Message}",
            RuntimeStage.ParsingResponse => $"the answer of \"{address}\" is not one of a runtime part: {failure.Message}",
            _ when failure.IsSilence => $"\"{address}\": {failure.Message}; is its process stopped?",
            _ => $"lost the connection to \"{address}\": {failure.Message}",
        });
        return text.ToString();
    }

    /// <summary>The server does not know the instance or link.</summary>
    public static bool IsOfUnknown(RuntimeFailureException failure) => failure.Causes.Any(cause =>
        (cause.StartsWith("instance id ", StringComparison.Ordinal) && cause.EndsWith(" was not registered", StringComparison.Ordinal)) || cause == "there is no such link");

    private static string Top(RuntimeFailureException failure) => failure.Stage switch
    {
        RuntimeStage.Connecting => "connecting to orchestrator socket",
        RuntimeStage.ReadingBinary => $"reading binary file '{failure.Subject}'",
        RuntimeStage.EncodingRequest => "encoding request",
        RuntimeStage.SendingRequest => "sending request",
        RuntimeStage.ReceivingResponse => "receiving response",
        RuntimeStage.ParsingResponse => "parsing response",
        RuntimeStage.Refused => "server returned error",
        RuntimeStage.AnnouncingBinary => "sending AddWithBinary request, receiving initial response",
        RuntimeStage.SendingBinary => "sending binary data",
        RuntimeStage.ReceivingFinalResponse => "receiving final response",
        _ => failure.Message,
    };

    // Further lines of a cause stand under its first one.
    private static void AppendCause(StringBuilder text, string cause, string number)
    {
        foreach (var part in cause.Split('\n'))
        {
            SafeText.Append(text.Append('\n').Append(number), part);
            number = new string(' ', number.Length);
        }
    }
}
