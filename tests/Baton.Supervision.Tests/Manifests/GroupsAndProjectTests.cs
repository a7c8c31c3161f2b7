namespace Baton.Supervision.Tests.Manifests;

/// <summary>What a manifest says of several services together: groups, and whose end ends everything.</summary>
public sealed class GroupsAndProjectTests : IDisposable
{
    private const string Stage = """
        [services.sound]
        command = ["a"]
        groups = ["night", "stage"]
        depends_on = ["power"]
        [services.light]
        command = ["b"]
        groups = ["night"]
        [services.desk]
        command = ["c"]
        [services.power]
        command = ["d"]
        """;

    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_chosen_group_is_its_members_and_what_they_depend_on()
    {
        using var folder = new ManifestFolder { Only = ["night"] };
        Assert.Equal(["sound", "light", "power"], folder.Native(Stage).Select(service => service.Name));
    }

    [Fact]
    public void A_chosen_name_that_is_neither_service_nor_group_is_told_with_the_nearest()
    {
        using var folder = new ManifestFolder { Only = ["stgae"] };
        Assert.Equal(["baton.toml:1:2: cannot choose service or group \"stgae\": it does not exist; did you mean \"stage\"?"], folder.NativeProblems(Stage));
    }

    [Fact]
    public void A_group_with_the_name_of_a_service_is_told_with_both_places()
    {
        var problems = _folder.NativeProblems("""
            [services.night]
            command = ["a"]
            [services.light]
            command = ["b"]
            groups = ["night"]
            """);
        Assert.Equal(["baton.toml:5:11: group \"night\" has the name of a service (baton.toml:1:1); give it another name"], problems);
    }

    [Fact]
    public void The_service_of_exit_when_is_marked_and_no_other()
    {
        var services = _folder.Native($"exit_when = \"desk\"\n{Stage}");
        Assert.Equal(["desk"], services.Where(service => service.EndsProject).Select(service => service.Name));
        Assert.DoesNotContain(_folder.Native(Stage), service => service.EndsProject);
    }

    [Fact]
    public void In_the_registry_it_is_the_same() =>
        Assert.True(_folder.Registry("""{ "exit_when": "job", "services": [ { "name": "job", "cmd": "true" } ] }""").Single().EndsProject);

    [Theory]
    [InlineData("dsek", "baton.toml:1:13: service \"dsek\" does not exist; did you mean \"desk\"?")]
    [InlineData("night", "baton.toml:1:13: \"night\" is a group; name one service, whose exit code becomes that of \"baton up\"")]
    public void A_name_in_exit_when_that_is_no_service_is_told(string name, string problem) =>
        Assert.Equal([problem], _folder.NativeProblems($"exit_when = \"{name}\"\n{Stage}"));

    [Fact]
    public void Where_the_service_of_exit_when_was_not_chosen_nothing_ends_everything()
    {
        using var folder = new ManifestFolder { Only = ["night"] };
        Assert.DoesNotContain(folder.Native($"exit_when = \"desk\"\n{Stage}"), service => service.EndsProject);
    }
}
