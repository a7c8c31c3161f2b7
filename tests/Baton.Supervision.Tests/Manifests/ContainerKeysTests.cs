using Baton.Probes.Specs;
using Baton.Processes;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>What makes a service a container.</summary>
public sealed class ContainerKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_of_it_is_put_into_the_launch_with_paths_from_the_base()
    {
        var launch = _folder.Native("""
            [services.a]
            image = "ghcr.io/me/app:1.2"
            command = ["serve", "--port", "80"]
            entrypoint = ["/init"]
            ports = ["8080:80", "127.0.0.1:53:5353/udp", "[::1]:1:2"]
            volumes = ["./data:/data:ro", "/etc/hosts:/etc/hosts", ".:/all:rw"]
            network = "web"
            user = 1000
            container_working_dir = "/srv"
            pull = "always"
            env = { A = "1" }
            limits = { memory = "64MB", cpu = 0.5 }
            """).Single().Launch;

        var container = launch.Container!;
        Assert.Equal(("ghcr.io/me/app:1.2", "/var/run/docker.sock"), (container.Image, container.Socket));
        Assert.Equal(["serve", "--port", "80"], launch.Command);
        Assert.Equal(["/init"], container.Entrypoint!);
        Assert.Equal([new PublishedPort("", 8080, 80, "tcp"), new PublishedPort("127.0.0.1", 53, 5353, "udp"), new PublishedPort("::1", 1, 2, "tcp")], container.Ports);
        Assert.Equal([new BoundVolume(_folder["data"], "/data", true), new BoundVolume("/etc/hosts", "/etc/hosts", false), new BoundVolume(_folder.Path, "/all", false)], container.Volumes);
        Assert.Equal(("web", "1000", "/srv", PullPolicy.Always), (container.Network, container.User, container.WorkingDirectory, container.Pull));
        Assert.Equal(new Dictionary<string, string> { ["A"] = "1" }, launch.Environment);
        Assert.Equal(64_000_000, launch.Limits!.Memory);
        Assert.Null(launch.Credentials);
    }

    [Fact]
    public void It_inherits_only_what_is_asked_for_and_programs_around_it_inherit_as_ever()
    {
        var services = _folder.Native("""
            services.none = { image = "a", pre_start = ["b"] }
            services.one = { image = "a", env_inherit = ["HOME"] }
            """);
        Assert.Empty(services[0].Launch.Environment);
        Assert.Equal("/bin", services[0].Hooks.PreStart!.Environment["PATH"]);
        Assert.Null(services[0].Hooks.PreStart!.Container);
        Assert.Equal(new Dictionary<string, string> { ["HOME"] = "/home/me" }, services[1].Launch.Environment);
    }

    [Fact]
    public void A_probe_that_is_text_is_for_the_shell_of_the_image()
    {
        var probe = _folder.Native("[services.a]\nimage = \"a\"\nreadiness = { exec = \"test -e /ready\" }").Single().Probes.Readiness!;
        Assert.Equal(["/bin/sh", "-c", "test -e /ready"], Assert.IsType<ProbeSpec.Exec>(probe.Spec).Command);
    }

    [Theory]
    [InlineData("image = \"Not an image\"", "\"Not an image\" is not the name of an image")]
    [InlineData("image = \"a:b:c/\"", "is not the name of an image")]
    [InlineData("command = [\"a\"]\nports = [\"1:2\"]", "\"ports\" goes with \"image\" only")]
    [InlineData("image = \"a\"\ncommand = \"serve it\"", "with \"image\", \"command\" is an array")]
    [InlineData("image = \"a\"\nports = [\"80\"]", "\"80\" is no pair of ports")]
    [InlineData("image = \"a\"\nports = [\"0:80\"]", "\"0:80\" is no pair of ports")]
    [InlineData("image = \"a\"\nports = [\"here:80:80\"]", "\"here:80:80\" is no pair of ports")]
    [InlineData("image = \"a\"\nports = [\"1:2/sctp\"]", "is no pair of ports")]
    [InlineData("image = \"a\"\nports = [\"1:2\"]\nnetwork = \"host\"", "\"ports\" means nothing with network = \"host\"")]
    [InlineData("image = \"a\"\nvolumes = [\"data:/data\"]", "\"data\" is no path of this machine")]
    [InlineData("image = \"a\"\nvolumes = [\"./data:data\"]", "\"data\" is not an absolute path inside")]
    [InlineData("image = \"a\"\nvolumes = [\"./data:/data:x\"]", "\"x\" is neither \"ro\" nor \"rw\"")]
    [InlineData("image = \"a\"\nvolumes = [\"./data\"]", "it has not two parts")]
    [InlineData("image = \"a\"\ncontainer_working_dir = \"srv\"", "is not an absolute path inside the container")]
    [InlineData("image = \"a\"\npull = \"sometimes\"", "expected one of \"missing\", \"never\", \"always\"")]
    [InlineData("image = \"a\"\nworking_dir = \".\"", "\"working_dir\" does not go with \"image\"")]
    [InlineData("image = \"a\"\nvenv = \"v\"", "\"venv\" does not go with \"image\"")]
    [InlineData("image = \"a\"\nnice = 3", "\"nice\" does not go with \"image\"")]
    [InlineData("image = \"a\"\numask = \"027\"", "\"umask\" does not go with \"image\"")]
    [InlineData("image = \"a\"\ngroup = \"root\"", "\"group\" does not go with \"image\"")]
    [InlineData("image = \"a\"\nnotify = true", "\"notify\" does not go with \"image\"")]
    [InlineData("image = \"a\"\nlimits = { as = \"1GB\" }", "\"as\" does not go with \"image\"")]
    public void What_cannot_be_is_told_once_with_its_place(string keys, string problem)
    {
        var told = Assert.Single(_folder.NativeProblems($"[services.a]\n{keys}\n"));
        Assert.Matches("^baton.toml:[2-4]:[0-9]+: ", told);
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    [Fact]
    public void The_engine_is_where_the_manifest_or_else_the_environment_says()
    {
        _folder.Environment["DOCKER_HOST"] = "unix:///run/user/1/docker.sock";
        Assert.Equal("/run/user/1/docker.sock", _folder.Native("services.a.image = \"a\"").Single().Launch.Container!.Socket);
        Assert.Equal("/run/e.sock", _folder.Native("docker.socket = \"/run/e.sock\"\nservices.a.image = \"a\"").Single().Launch.Container!.Socket);
        _folder.Environment["DOCKER_HOST"] = "tcp://10.0.0.1:2375";
        Assert.Contains("over its Unix socket only", Assert.Single(_folder.NativeProblems("services.a.image = \"a\"")), StringComparison.Ordinal);
        Assert.Single(_folder.Native("services.a.command = [\"a\"]"));
    }

    [Fact]
    public void An_entry_of_the_registry_with_a_program_runs_that_whatever_image_it_names()
    {
        var services = _folder.Registry("{ \"services\": [ { \"name\": \"a\", \"type\": \"docker\", \"cmd\": \"docker\", \"args\": [\"compose\", \"up\"], \"image\": \"ros:1\" }, { \"name\": \"b\", \"image\": \"ros:1\" } ] }");
        Assert.Equal(["docker", "compose", "up"], services[0].Launch.Command);
        Assert.Null(services[0].Launch.Container);
        Assert.Equal("ros:1", services[1].Launch.Container!.Image);
    }
}
