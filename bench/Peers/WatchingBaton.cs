using System.Diagnostics;
using System.Globalization;
using System.Text;
using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>Baton that runs nothing and watches these addresses.</summary>
internal sealed class WatchingBaton(BatonPeer baton, IReadOnlyList<Uri> urls, TimeSpan interval) : Supervisor(baton.Name, baton.Version)
{
    public override void Write(Arena arena, IReadOnlyList<Service> services)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"[health]\ninterval_seconds = {interval.TotalSeconds}\n\n");
        for (var i = 0; i < urls.Count; i++) text.Append(CultureInfo.InvariantCulture, $"[monitors.m{i:D4}]\nhttp = \"{urls[i]}\"\n\n");
        arena.Write("baton.toml", text.ToString());
    }

    public override IReadOnlyList<string> StartCommand(Arena arena) => baton.StartCommand(arena);

    public override int PidOf(Arena arena, Process started) => baton.PidOf(arena, started);

    public override string LogFolder(Arena arena, string service) => baton.LogFolder(arena, service);
}
