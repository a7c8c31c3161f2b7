using Baton.Bench.Report;
using Baton.Bench.World;

namespace Baton.Bench.Scenarios;

internal sealed class ListCommand : Scenario
{
    public override string Key => "ps";

    public override string Title => "Listing 100 services";

    public override string Explanation =>
        "The whole process, from its start to its exit: `baton ps`, `supervisorctl status`, `sv status` over all folders, `pm2 ls`. "
        + "Target: 45 ms.";

    public override async Task<Table> RunAsync(Bench bench, CancellationToken stop)
    {
        var table = new Table("ms");
        var fleets = new List<Fleet>();
        try
        {
            foreach (var supervisor in bench.All)
            {
                await TryAsync(table, supervisor.Name, async () => fleets.Add(await Fleet.StartAsync(bench, supervisor, 100, stop)));
            }

            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, stop);
            for (var round = 0; round < (bench.IsQuick ? 5 : 20); round++)
            {
                foreach (var fleet in fleets)
                {
                    if (fleet.Supervisor.ListCommand(fleet.Arena) is not { } command) continue;
                    await TryAsync(table, fleet.Supervisor.Name, async () =>
                    {
                        var took = await fleet.Arena.TimeAsync(command, fleet.Supervisor.Environment(fleet.Arena), stop);
                        table[fleet.Supervisor.Name, 0].Add(took.TotalMilliseconds);
                    });
                }
            }
        }
        finally
        {
            foreach (var fleet in fleets) await fleet.DisposeAsync();
        }

        return table;
    }
}
