using Baton.Core;
using Baton.Daemon.Wiring;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Wiring;

public sealed class EnablingToStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_said_of_services_that_are_gone_is_kept()
    {
        _folder.Write("enabled.json", """{"version":1,"services":{"gone":false}}""");
        using (var enabling = EnablingToState.Read(_folder.Path)) enabling.Remember(["web"], true);
        using var later = EnablingToState.Read(_folder.Path);
        Assert.Equal((false, true, null), (later.Of("gone"), later.Of("web"), later.Of("other")));
    }

    [Fact]
    public void What_holds_already_is_not_written_again()
    {
        using var enabling = EnablingToState.Read(_folder.Path);
        enabling.Remember(["web"], true);
        File.Delete(_folder["enabled.json"]);
        enabling.Remember(["web"], true);
        Assert.False(File.Exists(_folder["enabled.json"]));
    }

    [Fact]
    public void What_is_said_of_all_replicas_is_said_of_the_whole_and_takes_the_place_of_what_was_said_of_each()
    {
        using var enabling = EnablingToState.Read(_folder.Path);
        enabling.Remember(["web.2"], true);
        enabling.Remember(["web.1", "web.2", "db"], false, EnablingToState.WholesOf(Set, ["night"], ["web.1", "web.2", "db"]));
        Assert.Equal((false, null, null, false), (enabling.Of("web"), enabling.Of("web.1"), enabling.Of("web.2"), enabling.Of("db")));
        enabling.Remember([], true, EnablingToState.WholesOf(Set, ["none"], []));
        Assert.True(enabling.Of("none"));
        Assert.Empty(EnablingToState.WholesOf(Set, ["web.1"], ["web.1"]));
    }

    private static ServiceSet Set { get; } = new([], []) { Replicas = [new ReplicaSet("web", 2, 2), new ReplicaSet("none", 0, 0)] };

    [Fact]
    public void What_could_not_be_remembered_does_not_hold()
    {
        using var enabling = EnablingToState.Read(_folder.Path);
        Directory.CreateDirectory(_folder["enabled.json.new"]);
        Assert.Throws<BatonException>(() => enabling.Remember(["web"], false));
        Assert.Null(enabling.Of("web"));
    }
}
