using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>runit: <c>runsvdir</c> over a folder of services, <c>svlogd</c> with time stamps for logs.</summary>
internal sealed class Runit(string prefix, string version) : Supervisor("runit", version)
{
    private const int HangUp = 1;

    public override int StopSignal => HangUp;

    public override void Write(Arena arena, IReadOnlyList<Service> services)
    {
        foreach (var service in services)
        {
            var command = string.Join(' ', service.Command.Select(Quote));
            arena.Write($"sv/{service.Name}/run", $"#!/bin/sh\nexec {command}\n", executable: true);
            if (!service.IsLogged) continue;
            arena.Write($"sv/{service.Name}/log/run", "#!/bin/sh\nexec svlogd -tt ./main\n", executable: true);
            arena.Write($"sv/{service.Name}/log/main/config", "s0\nn0\n");
        }
    }

    public override IReadOnlyList<string> StartCommand(Arena arena) => [$"{prefix}/usr/bin/runsvdir", arena["sv"]];

    public override IReadOnlyList<string> ListCommand(Arena arena) =>
        ["/bin/sh", "-c", "exec \"$0\" status \"$1\"/*", $"{prefix}/usr/bin/sv", arena["sv"]];

    public override string LogFolder(Arena arena, string service) => arena[$"sv/{service}/log/main"];

    public override IReadOnlyDictionary<string, string> Environment(Arena arena) => new Dictionary<string, string>
    {
        ["PATH"] = $"{prefix}/usr/bin:/usr/bin:/bin",
    };
}
