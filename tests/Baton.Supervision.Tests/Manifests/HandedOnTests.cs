using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Native;
using Baton.Supervision.Manifests.Registry;
using Baton.Supervision.Manifests.Watchdog;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>The token of the control API does not reach services that did not ask for it.</summary>
public sealed class HandedOnTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", null)]
    [InlineData("env_inherit = true", null)]
    [InlineData("env_inherit = false", null)]
    [InlineData("env_inherit = [\"ORCHESTRATOR_TOKEN\"]", "secret")]
    [InlineData("env = { ORCHESTRATOR_TOKEN = \"${ORCHESTRATOR_TOKEN}\" }", "secret")]
    [InlineData("env = { ORCHESTRATOR_TOKEN = \"another\" }", "another")]
    public void A_native_service_gets_the_token_only_when_it_names_it(string line, string? expected) =>
        Assert.Equal(expected, Environment("baton.toml", $"[services.a]\ncommand = [\"a\"]\n{line}\n", ServicesSection.Bind).GetValueOrDefault("ORCHESTRATOR_TOKEN"));

    [Fact]
    public void A_service_of_another_format_does_not_get_it_and_gets_all_else()
    {
        var watched = Environment("services.toml", "[services.a]\ncommand = \"a\"\nworking_dir = \".\"\n", WatchdogServices.Bind);
        var registered = Environment("service_registry.json", """{ "services": [ { "name": "a", "cmd": "a" } ] }""", RegistryServices.Bind);
        Assert.All(new[] { watched, registered }, environment =>
        {
            Assert.False(environment.ContainsKey("ORCHESTRATOR_TOKEN"));
            Assert.Equal("/bin", environment["PATH"]);
        });
    }

    private IReadOnlyDictionary<string, string> Environment(
        string name, string text, Func<Baton.Manifest.Binding.TableReader, ServicesContext, IReadOnlyList<ServiceDefinition>> bind)
    {
        var environment = new Dictionary<string, string>(_folder.Environment) { ["ORCHESTRATOR_TOKEN"] = "secret" };
        var (services, problems) = ManifestFolder.Bind(name, text, new ServicesContext(_folder.Path, environment, ManifestDisk.Unseen), bind);
        Assert.Empty(problems);
        return Assert.Single(services).Launch.Environment;
    }
}
