using System.Net;
using System.Net.Sockets;
using Baton.Control.Access;
using Baton.Control.Listening;
using Baton.Core;

namespace Baton.Control.Tests.Listening;

/// <summary>Several addresses at once, and what is kept of them for the next daemon.</summary>
public class SeveralAddressesTests
{
    private static readonly IPEndPoint AnyV4 = new(IPAddress.Loopback, 0), AnyV6 = new(IPAddress.IPv6Loopback, 0);

    [Fact]
    public async Task Each_address_answers_and_is_told_with_the_port_that_it_got()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var options = control.Options() with { SocketPath = control.SocketPath + "2", Listen = [AnyV4, AnyV6] };
        await using var server = await ControlServer.StartAsync(options, control.Sources, CancellationToken.None);
        Assert.Equal(3, server.Addresses.Count);
        foreach (var address in server.Addresses.Skip(1).Select(text => IPEndPoint.Parse(text["http://".Length..])))
        {
            Assert.NotEqual(0, address.Port);
            var answer = await RawHttp.ExchangeAsync(address, $"GET /api/v1/system HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
            Assert.Equal(200, answer.Status);
        }
    }

    [Fact]
    public async Task One_that_is_busy_of_several_that_were_asked_for_is_an_error_and_nothing_is_listened_on()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var options = control.Options() with { SocketPath = control.SocketPath + "2", Listen = [AnyV6, control.Tcp] };
        var e = await Assert.ThrowsAsync<BatonException>(() => ControlServer.StartAsync(options, control.Sources, CancellationToken.None));
        Assert.Equal(ErrorCode.Unavailable, e.Code);
        Assert.False(File.Exists(options.SocketPath));
    }

    [Fact]
    public async Task Beyond_this_machine_it_listens_with_a_token()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = new AccessRules { Tokens = new TokenSet([AccessToken.Of("ops", Role.Operate, "secret")]) };
        var options = control.Options() with { SocketPath = control.SocketPath + "2", Listen = [new IPEndPoint(IPAddress.Any, 0), new IPEndPoint(IPAddress.IPv6Any, 0)] };
        await using var server = await ControlServer.StartAsync(options, control.Sources, CancellationToken.None);
        foreach (var (text, at) in server.Addresses.Skip(1).Zip([IPAddress.Loopback, IPAddress.IPv6Loopback]))
        {
            var address = new IPEndPoint(at, IPEndPoint.Parse(text["http://".Length..]).Port);
            var request = $"GET /api/v1/system HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n";
            Assert.Equal(401, (await RawHttp.ExchangeAsync(address, request + "\r\n")).Status);
            Assert.Equal(200, (await RawHttp.ExchangeAsync(address, request + "Authorization: Bearer secret\r\n\r\n")).Status);
        }
    }

    [Fact]
    public async Task The_next_daemon_goes_on_with_those_that_it_wants_and_the_others_are_let_go()
    {
        await using var control = await ControlFixture.StartAsync("db");
        using var kept = new Keeper();
        var options = control.Options() with { SocketPath = control.SocketPath + "2", Listen = [AnyV4, AnyV6], Kept = kept };
        IReadOnlyList<string> before;
        await using (var first = await ControlServer.StartAsync(options, control.Sources, CancellationToken.None)) before = first.Addresses;
        Assert.Empty(kept.LetGone);
        kept.BeginNext();
        Assert.Equal(["api 127.0.0.1:0", "api [::1]:0", "api unix"], kept.Untaken.Order(StringComparer.Ordinal));
        await using var second = await ControlServer.StartAsync(options with { Listen = [AnyV4] }, control.Sources, CancellationToken.None);
        Assert.Equal(before.Take(2), second.Addresses);
        Assert.Empty(kept.Untaken);
        Assert.Equal(["api [::1]:0"], kept.LetGone);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(IPEndPoint.Parse(before[2]["http://".Length..])));
    }

    /// <summary>Keeps descriptors as the guardian does: a second one of each, until it is let go; the next daemon can take them.</summary>
    private sealed class Keeper : IKeptListeners, IDisposable
    {
        private readonly Dictionary<string, Socket> _all = [];
        private readonly HashSet<string> _untaken = [];

        public List<string> LetGone { get; } = [];

        public IReadOnlyList<string> Untaken => [.. _untaken];

        public void BeginNext() => _untaken.UnionWith(_all.Keys);

        public SafeSocketHandle? Take(string name) => _untaken.Remove(name) ? Second(_all[name].SafeHandle).SafeHandle : null;

        public void Keep(string name, SafeSocketHandle listener) => _all[name] = Second(listener);

        public void LetGo(string name)
        {
            LetGone.Add(name);
            if (_all.Remove(name, out var socket)) socket.Dispose();
        }

        public void Dispose()
        {
            foreach (var socket in _all.Values) socket.Dispose();
        }

        private static Socket Second(SafeSocketHandle handle) => new(new SafeSocketHandle(Duplicate((int)handle.DangerousGetHandle()), ownsHandle: true));

        [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "dup")]
        private static extern int Duplicate(int descriptor);
    }
}
