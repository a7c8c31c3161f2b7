using Baton.Core;
using Baton.Daemon.Wiring;
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
    public void What_could_not_be_remembered_does_not_hold()
    {
        using var enabling = EnablingToState.Read(_folder.Path);
        Directory.CreateDirectory(_folder["enabled.json.new"]);
        Assert.Throws<BatonException>(() => enabling.Remember(["web"], false));
        Assert.Null(enabling.Of("web"));
    }
}
