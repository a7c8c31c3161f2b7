using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton doctor</c>: what this machine offers, and what is wrong.</summary>
internal static class DoctorCommand
{
    public static readonly CommandShape Shape = new("doctor", "Check what this machine offers for Baton, and what is wrong in a project", Run)
    {
        Operands = "[FOLDER]",
        MaxOperands = 1,
        Details = "Looks only and changes nothing. Ends with 1 when there is a problem; warnings are what makes Baton work worse.",
        Options = [CommonOptions.Format],
    };

    private static Task<int> Run(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var findings = context.Offline.Examine(line.Operand is { } folder ? Path.GetFullPath(folder, context.Folder) : context.Folder);
        if (wantsJson) JsonText.PrintArray(context.Terminal, findings, WireJson.Default.FindingRecord);
        else context.Terminal.Write(Render(findings, context.Terminal.Show));
        return Task.FromResult(findings.Any(finding => finding.Level == "problem") ? ExitCodes.Failed : ExitCodes.Done);
    }

    private static string Render(IReadOnlyList<FindingRecord> findings, Appearance show)
    {
        var text = new StringBuilder();
        var width = findings.Max(finding => finding.Check.Length);
        foreach (var finding in findings)
        {
            var colour = !show.HasColour ? "" : finding.Level switch { "ok" => Ansi.Green, "warning" => Ansi.Yellow, _ => Ansi.Red };
            text.Append(colour).Append(finding.Level.PadRight("problem".Length)).Append(colour.Length > 0 ? Ansi.Reset : "").Append("  ").Append(finding.Check.PadRight(width)).Append("  ");
            SafeText.Append(text, finding.Text);
            text.Append('\n');
            if (finding.Fix is null) continue;
            SafeText.Append(text.Append(' ', "problem".Length + 2).Append(' ', width).Append("  to mend it: "), finding.Fix);
            text.Append('\n');
        }

        return text.ToString();
    }
}
