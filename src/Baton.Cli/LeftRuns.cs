using System.Globalization;
using System.Text;
using Baton.Cli.Output;
using Baton.Contracts;

namespace Baton.Cli;

/// <summary>What a killed Baton has left running, and its end where nobody else sees to it.</summary>
internal static class LeftRuns
{
    private const string Stuck = "stuck";

    /// <summary>Ends it and tells how each ended; the exit code, or null when nothing was left.</summary>
    public static async Task<int?> EndAsync(CommandContext context, string state, bool isKill, bool wantsJson)
    {
        var progress = new ProgressLine(context.Terminal);
        DownRecord? down;
        try
        {
            down = await context.Offline.EndLeftAsync(state, isKill, services => progress.Show(WaitingText.Of(services, context.Time.GetUtcNow())));
        }
        finally
        {
            progress.Clear();
        }

        if (down?.Ended is not { } ended) return null;
        if (wantsJson) JsonText.Print(context.Terminal, down, WireJson.Default.DownRecord);
        else context.Terminal.Write(Told(down.StateDirectory, ended));
        return ended.Any(one => one.Outcome == Stuck) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static string Told(string state, IReadOnlyList<EndedRecord> ended)
    {
        var text = new StringBuilder();
        foreach (var one in ended)
        {
            SafeText.Append(text, one.Service);
            text.Append(CultureInfo.InvariantCulture, $" (run {one.Run}");
            if (one.Pid > 0) text.Append(CultureInfo.InvariantCulture, $", pid {one.Pid}");
            text.Append("): ").Append(one.Outcome switch
            {
                "killed" => "was killed",
                Stuck when one.Pid == 0 => "may still run, since its Docker engine cannot be reached or does not remove it; start the engine and repeat this, or remove the container (docker rm -f)",
                Stuck => "was killed, and the kernel does not let go of it",
                _ => "has ended",
            });
            if (one.ExitCode is { } code) text.Append(CultureInfo.InvariantCulture, $" with exit code {code}");
            else if (one is { ExitSignal: { } signal, Outcome: not Stuck }) text.Append(CultureInfo.InvariantCulture, $" by {signal}");
            text.Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"no daemon ran in {state}; what an earlier one had left {(ended.Any(one => one.Outcome == Stuck) ? "has not all ended" : "has ended")}\n").ToString();
    }
}
