using System.Globalization;
using System.Text;
using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

/// <summary>Reading and checking a large manifest; no other supervisor here has a command that does it.</summary>
internal sealed class ManifestCheck : Scenario
{
    private const int Services = 5000;

    public override string Key => "manifest";

    public override string Title => "Checking a manifest of 5,000 services";

    public override string Explanation =>
        "`baton check`, the whole process, from its start to its exit. Each service has a command of five words, variables, dependencies, two "
        + "probes, a group and a policy (2.3 MB in all); in `tree` they depend on two others each, in `chain` each on the one before it. Target: 300 ms.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("ms");
        if (bench.Baton is not { } baton) return table;
        foreach (var (shape, dependencies) in ((string, Func<int, int[]>)[])[("tree", i => [i / 2, i / 3]), ("chain", i => [i - 1])])
        {
            await using var arena = new Arena(bench.Root);
            arena.Write("baton.toml", Manifest(dependencies));
            string[] command = [baton.StartCommand(arena)[0], "check", arena.Folder];
            await arena.TimeAsync(command, null, stop);
            for (var round = 0; round < (bench.IsQuick ? 5 : 20); round++)
            {
                await TryAsync(table, shape, async () => table[shape, 0].Add((await arena.TimeAsync(command, null, stop)).TotalMilliseconds));
            }
        }

        return table;
    }

    private static string Manifest(Func<int, int[]> dependencies)
    {
        var text = new StringBuilder("[defaults]\nrestart_delay_seconds = 1\nlog = { rotate_size = \"5MB\", rotate_count = 3 }\n\n");
        for (var i = 0; i < Services; i++)
        {
            var names = i == 0 ? "" : string.Join(", ", dependencies(i).Distinct().Select(d => $"\"svc-{d}\""));
            text.Append(CultureInfo.InvariantCulture, $$"""
                [services.svc-{{i}}]
                display_name = "Service number {{i}}"
                command = ["./bin/server", "--port", "{{10000 + i}}", "--name", "svc-{{i}}"]
                restart = "always"
                env = { MODE = "show", PORT = "{{10000 + i}}", HOME_OF = "${HOME:-/}", LEVEL = "${LEVEL:-info}" }
                depends_on = [{{names}}]
                groups = ["g{{i % 20}}"]
                stop_signal = "SIGINT"
                [services.svc-{{i}}.readiness]
                http = "http://127.0.0.1:{{10000 + i}}/health"
                interval_seconds = 2
                [services.svc-{{i}}.liveness]
                tcp = "127.0.0.1:{{10000 + i}}"
                failure_threshold = 5


                """);
        }

        return text.ToString();
    }
}
