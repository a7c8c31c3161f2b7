using Baton.Supervision.Notifying;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>Whether a service says by itself how it does.</summary>
public sealed class NotifyKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_service_that_notifies_decides_by_itself_when_it_is_ready()
    {
        var service = _folder.Native("services.web = { command = [\"serve\"], notify = true, watchdog_seconds = 2.5, liveness = { process = true } }").Single();
        Assert.Equal(new ServiceNotify(TimeSpan.FromSeconds(2.5)), service.Notify);
        Assert.True(service.Policy.HasReadiness);
    }

    [Fact]
    public void What_does_not_go_together_is_told_with_the_way_out() => Assert.Equal(
        [
            "baton.toml:3:20: \"watchdog_seconds\" needs notify = true: the service says that it lives to the socket of NOTIFY_SOCKET",
            "baton.toml:7:1: with notify = true the service says by itself when it is ready; leave \"readiness\" or \"notify\" out",
        ],
        _folder.NativeProblems("""
            [services.a]
            command = ["a"]
            watchdog_seconds = 3
            [services.b]
            command = ["b"]
            notify = true
            readiness.process = true
            """));
}
