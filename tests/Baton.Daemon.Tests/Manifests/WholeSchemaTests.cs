using Baton.Daemon.Manifests;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Manifests;

public class WholeSchemaTests
{
    [Theory]
    [InlineData("native", "baton")]
    [InlineData("watchdog", "services")]
    [InlineData("registry", "service_registry")]
    public void The_file_beside_the_reference_is_what_the_command_prints(string format, string file)
    {
        var path = Repository.File($"docs/reference/{file}.schema.json");
        Assert.True(File.Exists(path) && WholeSchema.Of(format) == File.ReadAllText(path), $"write it anew: baton schema {format} >{path}");
    }
}
