using System.Diagnostics;
using System.Globalization;
using System.Text;
using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>Baton in the background: in the foreground it would print every line of every service, as none of the others does.</summary>
internal sealed class BatonPeer(string program, string version) : Supervisor("Baton", version)
{
    public override void Write(Arena arena, IReadOnlyList<Service> services)
    {
        var text = new StringBuilder("""
            [defaults]
            restart = "always"
            restart_delay_seconds = 0
            stable_after_seconds = 1
            log = { rotate_size = 0 }


            """);
        foreach (var service in services)
        {
            var command = string.Join(", ", service.Command.Select(argument => $"\"{argument}\""));
            text.Append(CultureInfo.InvariantCulture, $"[services.{service.Name}]\ncommand = [{command}]\n\n");
            if (service.ReadinessUrl is { } url) text.Append(CultureInfo.InvariantCulture, $"[services.{service.Name}.readiness]\nhttp = \"{url}\"\ninterval_seconds = 5\n\n");
        }

        arena.Write("baton.toml", text.ToString());
    }

    public override IReadOnlyList<string> StartCommand(Arena arena) => [program, "up", "--detach", "--listen", "127.0.0.1:0", arena.Folder];

    public override IReadOnlyList<string> ListCommand(Arena arena) => [program, "ps", "--state", arena[".baton"]];

    public override int PidOf(Arena arena, Process started) => ReadPid(arena[".baton/pid"]);

    /// <summary>The Unix socket of its API.</summary>
    public static string SocketOf(Arena arena) => File.Exists(arena[".baton/baton.sock"]) ? arena[".baton/baton.sock"] : File.ReadAllText(arena[".baton/baton.sock.path"]).Trim();

    public override string LogFolder(Arena arena, string service) => arena[$".baton/logs/{service}"];
}
