using System.Globalization;
using System.Text;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton scale</c>: how many replicas of services there are.</summary>
internal static class ScaleCommand
{
    private const int MostReplicas = 1000;
    private static readonly OptionShape NoWait = new("--no-wait", "Do not wait until what is started is ready and what is stopped is gone");

    public static readonly CommandShape Shape = new("scale", "Run so many replicas of services; without one, list how many there are", RunAsync)
    {
        Operands = "[NAME=N...]",
        MaxOperands = int.MaxValue,
        Details = "NAME is a service with \"replicas\" in the manifest, N is 0 to 1000. More are started, of fewer those with the\nhighest numbers are stopped; the others go on untouched. All of it is done or, where something is wrong, nothing. It\nholds until the manifest says another number or everything is stopped.",
        Options = [NoWait, CommonOptions.Timeout, CommonOptions.State, CommonOptions.Format],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var wanted = Read(line.Operands);
        var client = DaemonFinder.Connect(context, line);
        if (wanted.Count == 0) return await ListAsync(context, await client.Manifest.GetAsync(), wantsJson);
        var request = new ScaleRequest(wanted, !line.Has(NoWait), CommonOptions.TimeoutSeconds(line));
        var record = await WaitProgress.ShowAsync(context, client, client.Services.ScaleAsync(request));
        if (wantsJson) JsonText.Print(context.Terminal, record, WireJson.Default.ReloadRecord);
        else context.Terminal.Write(PlanText.Of(record.Plan));
        return ReloadCommand.Report(context, record);
    }

    private static Dictionary<string, long> Read(IReadOnlyList<string> words)
    {
        var wanted = new Dictionary<string, long>();
        foreach (var word in words)
        {
            var equals = word.LastIndexOf('=');
            if (equals < 1) throw CommandException.Usage($"\"{word}\" does not say how many there are to be; as in: baton scale {(equals == 0 ? "web" : word)}=3");
            var (name, text) = (word[..equals], word[(equals + 1)..]);
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) || count is < 0 or > MostReplicas)
                throw CommandException.Usage($"cannot scale \"{name}\" to \"{text}\": give a whole number from 0 to {MostReplicas}");
            if (!wanted.TryAdd(name, count)) throw CommandException.Usage($"\"{name}\" is given twice");
        }

        return wanted;
    }

    private static Task<int> ListAsync(CommandContext context, ManifestRecord manifest, bool wantsJson)
    {
        var all = manifest.Replicas ?? [];
        if (wantsJson)
        {
            JsonText.Print(context.Terminal, all, WireJson.Default.IReadOnlyListReplicasRecord);
            return Task.FromResult(ExitCodes.Done);
        }

        var text = new StringBuilder(all.Count == 0 ? "no service has replicas\n" : "");
        foreach (var whole in all)
        {
            SafeText.Append(text, whole.Name);
            text.Append(CultureInfo.InvariantCulture, $": {whole.Count} {(whole.Count == 1 ? "replica" : "replicas")}");
            text.Append(whole.Count == whole.Declared ? "\n" : string.Create(CultureInfo.InvariantCulture, $", {whole.Declared} in the manifest\n"));
        }

        context.Terminal.Write(text.ToString());
        return Task.FromResult(ExitCodes.Done);
    }
}
