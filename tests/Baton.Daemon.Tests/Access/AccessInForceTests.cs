using Baton.Control.Access;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.Access;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Access;

/// <summary>What a manifest says of the API, from the first reading over reloads.</summary>
public sealed class AccessInForceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NoticeBoard _notices = new(new ManualTime());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tokens_hosts_and_origins_follow_a_reload()
    {
        var access = Begin("hosts = [\"a.example\"]");
        Assert.True(access.Rules.Tokens.IsEmpty);
        Tokens("ops operate s3cret\n");
        access.Follow(Reading("token_file = \"tokens\"\nhosts = [\"b.example\"]\ncors_origins = [\"https://c.example\"]"));
        Assert.Equal(Role.Operate, access.Rules.Tokens.Find("s3cret")?.Role);
        Assert.Equal(["b.example"], access.Rules.Hosts);
        Assert.Equal(["https://c.example"], access.Rules.CorsOrigins);
        Tokens("ops read s3cret\n");
        access.Follow(Reading("token_file = \"tokens\""));
        Assert.Equal(Role.Read, access.Rules.Tokens.Find("s3cret")?.Role);
    }

    [Fact]
    public void A_reload_with_another_address_says_that_it_holds_only_later()
    {
        var access = Begin("listen = \":0\"");
        Assert.Empty(access.Check(Reading("listen = \"127.0.0.1:0\"")));
        Assert.Contains("holds from the next daemon on; \"baton upgrade\"", Assert.Single(access.Check(Reading("listen = \":1\""))), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1:0", Assert.Single(access.Listen.Addresses).ToString());
        // What the command line says wins now and then.
        Assert.Empty(AccessInForce.Begin([":0"], Reading("listen = \":1\""), _notices, isGoingOn: false).Check(Reading("listen = \":2\"")));
    }

    [Fact]
    public void A_reload_that_would_leave_an_open_address_without_a_token_is_refused()
    {
        Tokens("s3cret\n");
        var access = Begin("listen = \"0.0.0.0:0\"\ntoken_file = \"tokens\"");
        Assert.Contains("cannot do without a token: the API listens on 0.0.0.0:0", Assert.Throws<BatonException>(() => access.Check(Reading("listen = \"0.0.0.0:0\""))).Message, StringComparison.Ordinal);
        Assert.Throws<BatonException>(() => access.Check(Reading("listen = \":0\"")));
        Assert.Throws<BatonException>(() => Begin("").Check(Reading("listen = \"0.0.0.0:0\"")));
    }

    [Fact]
    public void A_token_file_that_cannot_be_used_is_refused_at_the_beginning_and_at_a_reload()
    {
        Assert.Equal(ErrorCode.InvalidManifest, Assert.Throws<BatonException>(() => Begin("token_file = \"tokens\"")).Code);
        Tokens("s3cret\n");
        var access = Begin("token_file = \"tokens\"");
        Tokens("ops admin s3cret\n");
        Assert.Contains("tokens:1: the second word must be the role", Assert.Throws<BatonException>(() => access.Check(Reading("token_file = \"tokens\""))).Message, StringComparison.Ordinal);
        // It was good when it was checked: now nobody is let in who would need a token, rather than by rules that hold no longer.
        access.Follow(Reading("token_file = \"tokens\""));
        Assert.False(access.Rules.Tokens.IsEmpty);
        Assert.Null(access.Rules.Tokens.Find("s3cret"));
        Assert.Equal("degraded", Assert.Single(_notices.After(0, 10)).What);
    }

    [Fact]
    public void A_daemon_in_place_of_a_dead_one_goes_on_without_its_token_file_but_lets_nobody_in()
    {
        var access = AccessInForce.Begin([":0"], Reading("token_file = \"tokens\""), _notices, isGoingOn: true);
        Assert.False(access.Rules.Tokens.IsEmpty);
        Assert.Null(access.Rules.Tokens.Find("s3cret"));
        Assert.False(access.Listen.IsRequested);
        Assert.Contains("cannot use token file", Assert.Single(_notices.After(0, 10)).Detail, StringComparison.Ordinal);
        Tokens("s3cret\n");
        access.Follow(Reading("token_file = \"tokens\""));
        Assert.NotNull(access.Rules.Tokens.Find("s3cret"));
    }

    private AccessInForce Begin(string api) => AccessInForce.Begin(null, Reading(api), _notices, isGoingOn: false);

    private void Tokens(string text) => File.SetUnixFileMode(_folder.Write("tokens", text), UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private ManifestReading Reading(string api)
    {
        _folder.Write("baton.toml", $"[api]\n{api}\n[services.a]\ncommand = [\"true\"]\n");
        var options = new DaemonOptions(_folder.Path, null, null, null, null, false, [], false);
        var reading = ManifestReading.Of(Locations.Find(options, Environment.CurrentDirectory), options.Choice, TimeProvider.System);
        Assert.Empty(reading.Manifest.Problems);
        return reading;
    }
}
