using Baton.Daemon.Manifests;

namespace Baton.Daemon.Tests.Manifests;

/// <summary>A manifest as a whole.</summary>
public sealed class ServiceManifestTests
{
    [Fact]
    public void Its_set_of_services_is_one_object_so_that_an_up_with_nothing_to_take_over_needs_no_reload()
    {
        var manifest = new ServiceManifest([], []);
        Assert.Same(manifest.Set, manifest.Set);
    }
}
