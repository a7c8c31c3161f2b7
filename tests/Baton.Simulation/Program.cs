using System.Globalization;
using Baton.Simulation.Bugs;
using Baton.Simulation.Histories;
using Baton.Simulation.Monitors;

var (hours, seed, only, isOfMonitors, bugName) = (0.02, 1UL, false, false, "");
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--hours" when i + 1 < args.Length && double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out hours): i++; break;
        case "--seed" when i + 1 < args.Length && ulong.TryParse(args[i + 1], CultureInfo.InvariantCulture, out seed): i++; break;
        case "--bug" when i + 1 < args.Length && (AllBugs.ByName.ContainsKey(args[i + 1]) || FleetBugs.ByName.ContainsKey(args[i + 1])): bugName = args[++i]; break;
        case "--monitors": isOfMonitors = true; break;
        case "--once": only = true; break;
        default:
            Console.Error.WriteLine($"usage: tests/simulate [--hours H] [--seed S] [--once] [--monitors] [--bug {string.Join('|', AllBugs.ByName.Keys.Concat(FleetBugs.ByName.Keys))}]");
            return 2;
    }
}

if (isOfMonitors || FleetBugs.ByName.ContainsKey(bugName))
{
    var fleetBug = FleetBugs.ByName.GetValueOrDefault(bugName, static () => new FleetBug());
    var fleets = new FleetCampaign(fleetBug);
    var broken = fleets.Run(seed, TimeSpan.FromHours(hours), only ? 1 : int.MaxValue);
    Console.Write(fleets.Summary());
    if (broken is not var (of, how)) return 0;
    Console.Write(FleetCampaign.Explain(of, how, fleetBug));
    return 1;
}

Func<PlantedBug> bug = bugName.Length > 0 ? AllBugs.ByName[bugName] : static () => new PlantedBug();
var campaign = new Campaign(bug);
var told = TimeSpan.Zero;
var failed = campaign.Run(seed, TimeSpan.FromHours(hours), only ? 1 : int.MaxValue, () =>
{
    if (campaign.Elapsed - told < TimeSpan.FromMinutes(1)) return;
    told = campaign.Elapsed;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{campaign.Histories} histories, {campaign.Simulated.TotalHours:0} simulated hours so far"));
});
Console.Write(campaign.Summary());
if (failed is not var (at, failure)) return 0;
Console.Write(Campaign.Explain(at, failure, bug));
return 1;
