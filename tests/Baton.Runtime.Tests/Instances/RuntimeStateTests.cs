using Baton.Core;
using Baton.Runtime.Links;
using Baton.Runtime.Tests.Kit;
using Baton.TestKit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Instances;

/// <summary>What outlives a daemon.</summary>
public class RuntimeStateTests
{
    [Fact]
    public async Task Instances_links_and_uploads_are_there_again_after_a_death()
    {
        using var folder = new TemporaryFolder();
        string socket;
        await using (var first = await RuntimeWorld.BeginAsync(folder))
        {
            await first.Orchestrator.AddAsync(Id(Second), "/p \"q\"\n\U0001F600", true);
            File.WriteAllText(first["uploads/x.bin"], "");
            await first.Orchestrator.AddUploadAsync(Id(First), first["uploads/x.bin"], false);
            foreach (var link in Links()) await first.Orchestrator.LinkAsync(link);
            socket = first.Router.Sockets[Id(First)];
            // What is answered is written: a copy of now is what a kill would leave.
            File.Copy(first["instances.json"], first["kept.json"]);
        }

        File.Move(folder["kept.json"], folder["instances.json"], overwrite: true);
        await using var second = await RuntimeWorld.BeginAsync(folder);

        Assert.Equal([(Id(First), second["uploads/x.bin"], false), (Id(Second), "/p \"q\"\n\U0001F600", true)], second.Orchestrator.Info().Instances.Select(instance => (instance.Id, instance.Path, instance.IsPrivileged)));
        Assert.Equal(Links(), second.Orchestrator.Info().Links);
        Assert.Equal(Links(), second.Router.Links);
        Assert.Equal(socket, second.Router.Sockets[Id(First)]);
        Assert.Equal([$"add {First}", $"add {Second}"], second.Processes.Calls);
        Assert.Single(second.Uploads);
        await second.Orchestrator.RemoveAsync(Id(First));
        Assert.Empty(second.Uploads);
    }

    [Fact]
    public async Task An_orderly_stop_that_forgets_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        await using (var world = await RuntimeWorld.BeginAsync(folder))
        {
            File.WriteAllText(world["uploads/x.bin"], "");
            await world.Orchestrator.AddUploadAsync(Id(First), world["uploads/x.bin"], false);
            await world.Orchestrator.StartAsync(Id(First), null);

            await world.Orchestrator.ForgetAsync();

            Assert.Contains($"stop {First}", world.Processes.Calls);
            Assert.Empty(world.Uploads);
        }

        Assert.False(File.Exists(folder["instances.json"]));
        await using var next = await RuntimeWorld.BeginAsync(folder);
        Assert.Empty(next.Orchestrator.Info().Instances);
        Assert.Empty(next.Notices);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"instances\":[")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"instances\":null,\"links\":[]}")]
    [InlineData("{\"instances\":[{\"id\":7}],\"links\":[]}")]
    public async Task A_damaged_file_is_set_aside_and_told_and_uploads_stay(string content)
    {
        using var folder = new TemporaryFolder();
        folder.Write("instances.json", content);
        folder.Write("uploads/x.bin", "");

        await using var world = await RuntimeWorld.BeginAsync(folder);

        Assert.Empty(world.Orchestrator.Info().Instances);
        Assert.Equal(content, File.ReadAllText(folder["instances.json.broken"]));
        Assert.StartsWith($"cannot read \"{folder["instances.json"]}\": ", Assert.Single(world.Notices), StringComparison.Ordinal);
        Assert.Single(world.Uploads);
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        Assert.True(File.Exists(folder["instances.json"]));
    }

    [Fact]
    public async Task Entries_that_make_no_sense_are_left_out_and_told()
    {
        using var folder = new TemporaryFolder();
        var link = """{"type_name":"T","to":"TO","from":null,"policy":"DropOldest","queue":1024}""";
        folder.Write("instances.json", $$$"""
            {"instances":[null,{"id":"x","path":"/p","privileged":false,"upload":false},{"id":"{{{First}}}","path":"/p","privileged":false,"upload":false},{"id":"{{{First}}}","path":"/q","privileged":false,"upload":false}],
             "links":[{{{link.Replace("TO", First)}}},{{{link.Replace("TO", Second)}}},{{{link.Replace("TO", "nowhere")}}},{{{link.Replace("TO", First).Replace("1024", "1025")}}}]}
            """);

        await using var world = await RuntimeWorld.BeginAsync(folder);

        Assert.Equal("/p", Assert.Single(world.Orchestrator.Info().Instances).Path);
        Assert.Equal(new Link("T", new LinkTarget.Local(Id(First))), Assert.Single(world.Orchestrator.Info().Links));
        Assert.Equal("6 entries of instances and links that were kept make no sense and are left out", Assert.Single(world.Notices));
    }

    [Fact]
    public async Task What_a_dead_daemon_was_receiving_is_deleted()
    {
        using var folder = new TemporaryFolder();
        folder.Write("uploads/half.bin", "x");
        folder.Write("uploads/notes.txt", "of somebody else");

        await using var world = await RuntimeWorld.BeginAsync(folder);

        Assert.Equal([folder["uploads/notes.txt"]], world.Uploads);
    }

    [Fact]
    public async Task An_upload_that_lies_elsewhere_is_not_deleted()
    {
        using var folder = new TemporaryFolder();
        var precious = folder.Write("precious", "");
        folder.Write("instances.json", $$"""{"instances":[{"id":"{{First}}","path":"{{precious}}","privileged":false,"upload":true}],"links":[]}""");
        await using var world = await RuntimeWorld.BeginAsync(folder);

        await world.Orchestrator.RemoveAsync(Id(First));

        Assert.True(File.Exists(precious));
    }

    [Fact]
    public async Task What_cannot_be_written_is_told_once_and_done_nevertheless()
    {
        using var folder = new TemporaryFolder();
        await using var world = await RuntimeWorld.BeginAsync(folder);
        Directory.CreateDirectory(folder["instances.json.new"]);

        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        await world.Orchestrator.AddAsync(Id(Second), "/p", false);

        Assert.Equal(2, world.Orchestrator.Info().Instances.Count);
        Assert.StartsWith($"cannot write \"{folder["instances.json"]}\": ", Assert.Single(world.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_that_cannot_listen_after_a_restart_is_there_and_told_of()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await RuntimeWorld.BeginAsync(folder)) await first.Orchestrator.AddAsync(Id(First), "/p", false);

        await using var second = await RuntimeWorld.BeginAsync(folder, prepare: world => world.Router.Failure = new Core.BatonException(Core.ErrorCode.Unavailable, "no room"));

        Assert.NotNull(second.Orchestrator.Find(Id(First)));
        Assert.Equal($"cannot listen for instance \"{First}\": no room; remove it and add it again", Assert.Single(second.Notices));
        await second.Orchestrator.RemoveAsync(Id(First));
    }

    [Fact]
    public async Task An_instance_that_cannot_be_taken_over_is_forgotten_with_its_links_and_told_of()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await RuntimeWorld.BeginAsync(folder))
        {
            await first.Orchestrator.AddAsync(Id(First), "/p", false);
            await first.Orchestrator.LinkAsync(new Link("T", new LinkTarget.Local(Id(First))));
        }

        var second = await RuntimeWorld.BeginAsync(folder, prepare: world => world.Processes.Failures["add"] = new BatonException(ErrorCode.Unavailable, "no room"));

        Assert.Empty(second.Orchestrator.Info().Instances);
        Assert.Empty(second.Router.Links);
        Assert.Empty(second.Router.Sockets);
        Assert.Equal($"cannot take over instance \"{First}\", which is forgotten: no room", Assert.Single(second.Notices));
        await second.DisposeAsync();
        await using var third = await RuntimeWorld.BeginAsync(folder);
        Assert.Empty(third.Orchestrator.Info().Instances);
    }

    private static Link[] Links() =>
    [
        new("T", new LinkTarget.Local(Id(First))),
        new("", new LinkTarget.Remote(new System.Net.IPEndPoint(System.Net.IPAddress.IPv6Loopback, 1)), Id(Second), LinkPolicy.Latest, 1),
        new("T", new LinkTarget.Local(Id(First))),
    ];
}
