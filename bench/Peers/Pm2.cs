using System.Diagnostics;
using System.Text.Json.Nodes;
using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>pm2 in fork mode without an interpreter; its daemon goes to the background by itself.</summary>
internal sealed class Pm2(string prefix, string version) : Supervisor("pm2", version)
{
    public override void Write(Arena arena, IReadOnlyList<Service> services)
    {
        var apps = new JsonArray();
        foreach (var service in services)
        {
            if (service.IsLogged) Directory.CreateDirectory(LogFolder(arena, service.Name));
            apps.Add((JsonNode)new JsonObject
            {
                ["name"] = service.Name,
                ["script"] = service.Command[0],
                ["args"] = new JsonArray([.. service.Command.Skip(1).Select(argument => (JsonNode)argument)]),
                ["interpreter"] = "none",
                ["exec_mode"] = "fork",
                ["min_uptime"] = 1000,
                ["out_file"] = service.IsLogged ? $"{LogFolder(arena, service.Name)}/out.log" : "/dev/null",
                ["error_file"] = "/dev/null",
            });
        }

        arena.Write("ecosystem.json", new JsonObject { ["apps"] = apps }.ToJsonString());
    }

    public override IReadOnlyList<string> StartCommand(Arena arena) => [Program, "start", arena["ecosystem.json"]];

    public override IReadOnlyList<string> ListCommand(Arena arena) => [Program, "ls"];

    public override int PidOf(Arena arena, Process started) => ReadPid(arena["pm2/pm2.pid"]);

    public override string LogFolder(Arena arena, string service) => arena[$"log/{service}"];

    public override IReadOnlyDictionary<string, string> Environment(Arena arena) => new Dictionary<string, string>
    {
        ["PM2_HOME"] = arena["pm2"],
        ["PM2_DISABLE_VERSION_CHECK"] = "true",
    };

    private string Program => $"{prefix}/node_modules/.bin/pm2";
}
