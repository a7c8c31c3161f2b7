using Baton.Processes;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Reload;

/// <summary>Plans between random sets of services, from a fixed row of seeds; a failure names its own.</summary>
public class ReloadPlanPropertyTests
{
    [Fact]
    public void A_plan_from_one_set_to_another_carried_out_gives_exactly_the_other()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var (before, after) = (RandomSet(random), RandomSet(random));
            var standings = before.Services.Concat(after.Services).Select(service => service.Name).Distinct()
                .ToDictionary(name => name, name => before.Services.Any(service => service.Name == name) ? RandomStanding(random) : default);
            var plan = ReloadPlan.Of(before, after, service => standings[service.Name]);
            var touched = plan.Services.ToDictionary(service => service.Name);
            // Carried out: what is removed goes, what has keys or is new takes the new definition, all else keeps the old one.
            var old = before.Services.ToDictionary(service => service.Name);
            var carried = old.Values.Where(service => touched.GetValueOrDefault(service.Name)?.Act != PlannedAct.Remove)
                .Select(service => touched.TryGetValue(service.Name, out var planned) && planned.Keys.Count > 0 ? after.Services.Single(other => other.Name == service.Name) : service)
                .Concat(plan.Services.Where(service => !old.ContainsKey(service.Name)).Select(service => after.Services.Single(other => other.Name == service.Name)))
                .ToDictionary(service => service.Name);
            Assert.True(carried.Keys.ToHashSet().SetEquals(after.Services.Select(service => service.Name)), $"seed {seed}: other services");
            Assert.True(after.Services.All(service => DefinitionComparison.Of(carried[service.Name], service).Count == 0), $"seed {seed}: other definitions");
            Assert.True(plan.Unchanged.All(name => !touched.ContainsKey(name)) && plan.Unchanged.Count + plan.Services.Count(service => service.Act != PlannedAct.Remove) == after.Services.Count, $"seed {seed}: not each once");
            AssertRespectsPeople(plan, standings, seed);
            AssertReplicasAreAlike(before, after, plan, standings, seed);
        }
    }

    [Fact]
    public void A_plan_to_the_same_set_is_empty()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var set = RandomSet(new Random(seed));
            // What up starts runs, since nobody has stopped it.
            var plan = ReloadPlan.Of(set, RandomSet(new Random(seed)), _ => new ServiceStanding(true, true, false, null));
            Assert.True(plan.IsEmpty, $"seed {seed}: {plan.ToSentence()}");
        }
    }

    private static void AssertRespectsPeople(ReloadPlan plan, Dictionary<string, ServiceStanding> standings, int seed)
    {
        foreach (var service in plan.Services)
        {
            var isStart = service.Act is PlannedAct.Start or PlannedAct.Restart;
            Assert.False(isStart && standings[service.Name].IsStoppedByPerson, $"seed {seed}: {service.Name} was stopped by a person and is started");
            Assert.False(service.Act == PlannedAct.Restart && !standings[service.Name].IsDesired, $"seed {seed}: {service.Name} is restarted, and was not meant to run");
        }
    }

    /// <summary>A replica that is new starts where one of those before it is meant to run, and not where people have stopped all of them, but for one that depends on it.</summary>
    private static void AssertReplicasAreAlike(ServiceSet before, ServiceSet after, ReloadPlan plan, Dictionary<string, ServiceStanding> standings, int seed)
    {
        var (was, now) = (before.Replicas[0].Count, after.Replicas[0].Count);
        Assert.True(was == now ? plan.Scaled.Count == 0 : plan.Scaled.Single() == new ScaledService("s", was, now), $"seed {seed}: other numbers");
        var others = before.Services.Where(service => service.Replica is not null).Select(service => standings[service.Name]).ToList();
        foreach (var service in plan.Services.Where(service => after.Services.Any(known => known.Name == service.Name && known.Replica is not null) && before.Services.All(known => known.Name != service.Name)))
        {
            if (others.Exists(other => other.IsDesired)) Assert.True(service.Act == PlannedAct.Start, $"seed {seed}: {service.Name} is not started, and others run");
            else if (others.Count > 0 && others.TrueForAll(other => other.IsStoppedByPerson) && service.Because is null) Assert.True(service.Act == PlannedAct.Add, $"seed {seed}: {service.Name} is started, and people have stopped the others");
        }
    }

    private static ServiceStanding RandomStanding(Random random) => random.Next(4) switch
    {
        0 => new ServiceStanding(false, false, true, null),
        1 => new ServiceStanding(false, false, false, random.Next(2) == 0 ? null : false),
        2 => new ServiceStanding(true, false, false, null),
        _ => new ServiceStanding(true, true, false, null),
    };

    private static ServiceSet RandomSet(Random random)
    {
        var names = Enumerable.Range(0, 8).Where(_ => random.Next(3) > 0).Select(i => $"s{i}").ToList();
        var services = new List<ServiceDefinition>();
        foreach (var name in names)
        {
            string[] dependencies = [.. services.Select(service => service.Name).Where(_ => random.Next(3) == 0)];
            // s6 and s7 are replicas of one service, of which there may be one or none.
            services.Add(new ServiceDefinition
            {
                Name = name,
                Replica = name is "s6" or "s7" ? new ServiceReplica("s", name[1] - '5') : null,
                Launch = new Launch { Command = [$"c{random.Next(2)}"], WorkingDirectory = "/", Environment = new Dictionary<string, string>() },
                DependsOn = dependencies,
                RestartWith = [.. dependencies.Where(_ => random.Next(2) == 0)],
                IsAutostarted = random.Next(4) > 0,
                Policy = new ServicePolicy { StopSignal = random.Next(2) == 0 ? 15 : 2 },
                Reload = new ServiceReload(null, random.Next(3) == 0 ? [new ReloadFile("/f", $"{random.Next(2)}")] : []),
            });
        }

        var replicas = services.Count(service => service.Replica is not null);
        return new ServiceSet(services, []) { Replicas = [new ReplicaSet("s", replicas, 1)] };
    }
}
