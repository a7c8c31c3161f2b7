using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>s6: <c>s6-svscan</c> over a folder of services, <c>s6-log</c> with time stamps for logs.</summary>
internal sealed class S6(string prefix, string version) : Supervisor("s6", version)
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

    public override IReadOnlyList<string> StartCommand(Arena arena) => [$"{prefix}/usr/bin/s6-svscan", "-c", "2100", arena["sv"]];

    public override string LogFolder(Arena arena, string service) => arena[$"sv/{service}/log/main"];

    public override IReadOnlyDictionary<string, string> Environment(Arena arena) => new Dictionary<string, string>
    {
        ["PATH"] = $"{prefix}/usr/bin:/usr/bin:/bin",
        ["LD_LIBRARY_PATH"] = $"{prefix}/usr/lib/{ArchitectureFolder}:{prefix}/lib/{ArchitectureFolder}",
    };

    private static string ArchitectureFolder =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64
            ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
}
