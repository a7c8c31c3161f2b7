using Baton.Processes;
using Baton.Processes.Accounts;
using Baton.Supervision.Manifests;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>As whom a service runs, and what is run before, after and to stop it.</summary>
public sealed class HookKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new() { Accounts = AccountsOf(ownUser: 0) };
    private readonly ManifestFolder _asMe = new() { Accounts = AccountsOf(ownUser: 1000) };

    public void Dispose()
    {
        _folder.Dispose();
        _asMe.Dispose();
    }

    [Fact]
    public void Hooks_start_as_their_service_does()
    {
        var service = _folder.Native("""
            [services.web]
            command = ["serve"]
            user = "www"
            env = { MODE = "show" }
            pre_start = "make ready"
            pre_start_timeout_seconds = 7
            post_stop = ["clean", "up"]
            stop_command = ["tell", "it"]
            """).Single();
        Assert.Equal(["bash", "-lc", "make ready"], service.Hooks.PreStart!.Command);
        Assert.Equal(["clean", "up"], service.Hooks.PostStop!.Command);
        Assert.Equal(["tell", "it"], service.Hooks.StopCommand!.Command);
        Assert.Equal(TimeSpan.FromSeconds(7), service.Hooks.PreStartTimeout);
        Assert.All([service.Hooks.PreStart, service.Hooks.PostStop, service.Hooks.StopCommand], hook =>
            Assert.Equal((_folder.Path, "show", 33u), (hook.WorkingDirectory, hook.Environment["MODE"], hook.Credentials!.As!.Uid)));
        Assert.True(service.Policy is { HasPreStart: true, HasPostStop: true, HasStopCommand: true });
    }

    [Fact]
    public void A_service_without_any_of_it_has_none()
    {
        var service = _folder.Native("services.web.command = [\"serve\"]\nservices.web.startup_timeout_seconds = 9").Single();
        Assert.Null(service.Launch.Credentials);
        Assert.False(service.Policy.HasPreStart || service.Policy.HasPostStop || service.Policy.HasStopCommand);
        Assert.Equal(TimeSpan.FromSeconds(9), service.Hooks.PreStartTimeout);
    }

    [Fact]
    public void A_user_brings_its_group_and_the_variables_of_its_login_under_those_of_the_manifest()
    {
        var service = _folder.Native("""
            [services.web]
            command = ["serve"]
            user = 33
            nice = -5
            umask = "027"
            env = { SHELL = "/bin/other" }
            readiness.exec = ["ask"]
            """).Single();
        Assert.Equal(new Credentials(new Identity("www", 33, 34, true), -5, 0x17), service.Launch.Credentials);
        Assert.Equal(service.Launch.Credentials, ((Probes.Specs.ProbeSpec.Exec)service.Probes.Readiness!.Spec).Credentials);
        var variables = service.Launch.Environment;
        Assert.Equal(("/srv/www", "www", "www", "/bin/other"), (variables["HOME"], variables["USER"], variables["LOGNAME"], variables["SHELL"]));
    }

    [Fact]
    public void A_group_of_its_own_wins_over_that_of_the_user_and_alone_leaves_the_user_as_it_is()
    {
        Assert.Equal(new Identity("www", 33, 99, true), Of("user = \"www\"\ngroup = \"video\"").As);
        Assert.Equal(new Identity("root", 0, 99, false), Of("group = \"99\"").As);

        Credentials Of(string keys) => _folder.Native($"[services.web]\ncommand = [\"serve\"]\n{keys}").Single().Launch.Credentials!;
    }

    [Fact]
    public void What_cannot_be_is_told_with_its_place_and_the_nearest_name() => Assert.Collection(
        _folder.NativeProblems("""
            [services.web]
            command = ["serve"]
            user = "wwww"
            group = "vido"
            nice = 20
            umask = 27
            [services.api]
            command = ["serve"]
            umask = "0o27"
            pre_start = " "
            """),
        p => Assert.Equal("baton.toml:3:8: there is no user \"wwww\" on this system; did you mean \"www\"?", p),
        p => Assert.Equal("baton.toml:4:9: there is no group \"vido\" on this system; did you mean \"video\"?", p),
        p => Assert.StartsWith("baton.toml:5:8: \"nice\" must be -20 to 19", p),
        p => Assert.StartsWith("baton.toml:6:9: a number could be meant in octal or not; write it in octal digits as text", p),
        p => Assert.StartsWith("baton.toml:9:9: \"0o27\" is no umask", p),
        p => Assert.StartsWith("baton.toml:10:13: \"pre_start\" is blank", p));

    [Fact]
    public void Who_is_not_root_is_told_what_needs_it() => Assert.Collection(
        _asMe.NativeProblems("""
            [services.web]
            command = ["serve"]
            user = "www"
            group = "video"
            nice = -1
            """),
        p => Assert.StartsWith("baton.toml:3:8: Baton must run as root to run a service as user \"www\"", p),
        p => Assert.StartsWith("baton.toml:4:9: Baton must run as root to run a service in group \"video\"", p),
        p => Assert.StartsWith("baton.toml:5:8: Baton must run as root to run a service with nice = -1; what it may give is 0 to 19", p));

    [Fact]
    public void Who_is_not_root_may_name_itself() =>
        Assert.Equal(new Credentials(As: null, Nice: 3), _asMe.Native("[services.web]\ncommand = [\"serve\"]\nuser = \"me\"\nnice = 3").Single().Launch.Credentials);

    [Fact]
    public void An_entry_of_the_registry_takes_them_too()
    {
        var service = _folder.Registry("""{ "services": [ { "name": "web", "cmd": "serve", "user": "www", "stop_command": ["tell"] } ] }""").Single();
        Assert.Equal((33u, "tell"), (service.Launch.Credentials!.As!.Uid, service.Hooks.StopCommand!.Command[0]));
    }

    [Fact]
    public void The_user_of_a_service_that_was_not_chosen_need_not_exist()
    {
        using var folder = new ManifestFolder { Accounts = AccountsOf(ownUser: 1000), Only = ["web"] };
        Assert.Single(folder.Native("services.web.command = [\"a\"]\n[services.other]\ncommand = [\"b\"]\nuser = \"nobody-here\"\nnice = -3"));
    }

    private static ManifestAccounts AccountsOf(uint ownUser)
    {
        var users = new[] { new Account("root", 0, 0, "/root", "/bin/bash"), new Account("www", 33, 34, "/srv/www", "/bin/sh"), new Account("me", 1000, 1000, "/home/me", "/bin/sh") };
        return new ManifestAccounts
        {
            OwnUser = ownUser,
            OwnGroup = ownUser,
            LeastNiceness = ownUser == 0 ? -20 : 0,
            FindUser = name => users.FirstOrDefault(user => user.Name == name || $"{user.Uid}" == name),
            FindGroup = name => name is "video" or "99" ? 99u : null,
            UserNames = () => [.. users.Select(user => user.Name)],
            GroupNames = () => ["root", "video"],
        };
    }
}
