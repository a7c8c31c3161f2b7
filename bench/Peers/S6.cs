using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>s6: <c>s6-svscan</c> over a folder of services, <c>s6-log</c> with time stamps for logs.</summary>
internal sealed class S6(string version) : Supervisor("s6", version)
{
    public override void Write(Arena arena, IReadOnlyList<Service> services)
    {
        foreach (var service in services)
        {
            var command = string.Join(' ', service.Command.Select(Quote));
            arena.Write($"sv/{service.Name}/run", $"#!/bin/sh\nexec {command}\n", executable: true);
            if (!service.IsLogged) continue;
            // It cannot be told not to rotate: the largest size it takes, and enough files to lose none.
            arena.Write($"sv/{service.Name}/log/run", "#!/bin/sh\nexec s6-log T n1000 s268435455 ./main\n", executable: true);
        }
    }

    public override IReadOnlyList<string> StartCommand(Arena arena) => ["/usr/bin/s6-svscan", "-c", "2100", arena["sv"]];

    public override string LogFolder(Arena arena, string service) => arena[$"sv/{service}/log/main"];
}
