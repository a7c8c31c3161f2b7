using System.Net;
using System.Net.Sockets;
using Baton.Control.Listening;
using Baton.Core;

namespace Baton.Control.Tests.Access;

/// <summary>What becomes of sockets that are kept for other daemons when the API cannot begin.</summary>
public sealed class KeptListenersTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_API_that_cannot_begin_gives_up_what_is_kept_only_where_no_daemon_follows(bool isFollowed)
    {
        await using var fixture = await ControlFixture.StartAsync();
        var kept = new Keeper();
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var path = fixture.SocketPath + "2";

        var problem = await Assert.ThrowsAsync<BatonException>(() => ControlServer.StartAsync(
            new ControlOptions
            {
                SocketPath = path,
                Listen = [(IPEndPoint)busy.LocalEndpoint],
                IsListenRequested = true,
                IsFollowed = isFollowed,
                Kept = kept,
                System = () => throw new InvalidOperationException(),
                Shutdown = (_, _) => { },
                Enable = (_, _, _, _) => throw new InvalidOperationException(),
                Bug = (_, _, _) => { },
            },
            new ControlSources(fixture.Supervisor, fixture.Notices, fixture.Reader, fixture.Activity, fixture.Time), CancellationToken.None));

        Assert.Equal(ErrorCode.Unavailable, problem.Code);
        Assert.Equal(isFollowed, kept.Names.Contains("api unix"));
        Assert.Equal(isFollowed, File.Exists(path));
        File.Delete(path);
    }

    private sealed class Keeper : IKeptListeners
    {
        public HashSet<string> Names { get; } = [];

        public IReadOnlyList<string> Untaken => [];

        public SafeSocketHandle? Take(string name) => null;

        public void Keep(string name, SafeSocketHandle listener) => Names.Add(name);

        public void LetGo(string name) => Names.Remove(name);
    }
}
