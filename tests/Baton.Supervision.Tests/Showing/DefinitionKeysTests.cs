using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Supervision.Probing;
using Baton.Supervision.Secrets;
using Baton.Supervision.Services;
using Baton.Supervision.Showing;

namespace Baton.Supervision.Tests.Showing;

public class DefinitionKeysTests
{
    [Fact]
    public void What_is_written_and_what_goes_without_saying_is_shown_by_its_key_without_secrets()
    {
        var variables = new Dictionary<string, string> { ["API_TOKEN"] = "s3cr3t-of-web" };
        var service = new ServiceDefinition
        {
            Name = "web",
            Launch = new Launch { Command = ["serve", "--name", "a b", "-H", "s3cr3t-of-web"], WorkingDirectory = "/srv", Environment = variables },
            DependsOn = ["db", "setup"],
            Conditions = new Dictionary<string, Baton.Supervision.Dependencies.DependencyCondition> { ["setup"] = Baton.Supervision.Dependencies.DependencyCondition.Completed },
            Probes = new ServiceProbes(Readiness: new ServiceProbe(new ProbeSpec.Http(new Uri("http://localhost:80/?t=s3cr3t-of-web")), new ProbeTiming())),
            Policy = new ServicePolicy { HasReadiness = true, MaxFailures = null },
        };
        var keys = DefinitionKeys.Of(service, new SecretMask(variables));
        Assert.Equal("serve --name 'a b' -H ••••••", keys["command"]);
        Assert.Equal(("/srv", "db, setup (completed)", "on-failure", "0", "10", "SIGTERM"),
            (keys["working_dir"], keys["depends_on"], keys["restart"], keys["max_failures"], keys["stop_timeout_seconds"], keys["stop_signal"]));
        Assert.Equal("http http://localhost/?t=•••••• every 5 s", keys["readiness"]);
        Assert.False(keys.ContainsKey("port"));
        Assert.DoesNotContain(keys.Values, value => value.Contains("s3cr3t-of-web", StringComparison.Ordinal));
    }
}
