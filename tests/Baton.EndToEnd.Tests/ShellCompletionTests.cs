using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>The completion in the shells that people type in, beside a project that runs.</summary>
public sealed class ShellCompletionTests
{
    private const string Manifest = """
        [services.web]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        [services.widget-2]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        [services.lamp]
        command = ["sleep", "600"]
        env = { PROJECT_MARK = "{mark}" }
        """;

    private static readonly (string Typed, string Offered)[] Cases =
    [
        ("baton rel", "reload"),
        ("baton un", "uninstall"),
        ("baton help wh", "why"),
        ("baton stop w", "web widget-2"),
        ("baton stop --only lamp wi", "widget-2"),
        ("baton stop ", "lamp web widget-2"),
        ("baton logs --state .baton l", "lamp"),
        ("baton stop --state nowhere l", ""),
        ("baton ps --services we", "web"),
        ("baton up --services lamp w", "web widget-2"),
        ("baton ps -o w", "wide"),
        ("baton why --output j", "json"),
        ("baton why --output=j", "json"),
        ("baton kill -s H", "HUP"),
        ("baton kill -s HUP we", "web"),
        ("baton completion f", "fish"),
        ("baton down --ki", "--kill"),
        ("baton version w", ""),
        ("baton up some", "some-folder"),
        ("baton check --config bat", "baton.toml"),
        ("baton exec web -- bat", "baton.toml"),
        ("bin/baton start la", "lamp"),
    ];

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Commands_options_files_and_the_services_of_the_running_project_are_completed(string shell)
    {
        await using var project = new Project(Manifest);
        Directory.CreateDirectory(project["some-folder"]);
        Directory.CreateDirectory(project["bin"]);
        File.CreateSymbolicLink(project["bin/baton"], TestPrograms.Baton);
        await project.UpAsync();
        Assert.Equal(Cases, (await new CompletingShell(shell, project.Path).OfferedAsync([.. Cases.Select(known => known.Typed)]))
            .Select((offered, i) => (Cases[i].Typed, offered)));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_name_with_strange_letters_is_neither_offered_nor_executed(string shell)
    {
        using var folder = new TemporaryFolder();
        var real = TestPrograms.Baton;
        File.SetUnixFileMode(folder.Write("bin/baton", $$"""
            #!/bin/bash
            [[ $1 == ps ]] || exec '{{real}}' "$@"
            printf '%s\n' 'NAME STATE' '$(touch${IFS}pwned) x' '`touch${IFS}pwned` x' 'a;touch${IFS}pwned x' "'\$(touch\${IFS}pwned)' x" '*;>pwned x' '-x x' '(touch${IFS}pwned) x' 'good x'
            """), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var here = Directory.GetFileSystemEntries(folder.Path);
        Assert.Equal(["good", "good"], await new CompletingShell(shell, folder.Path).OfferedAsync(["baton stop ", "baton stop g"]));
        // Neither is what somebody has typed so far.
        Assert.Equal([""], await new CompletingShell(shell, folder.Path).OfferedAsync([(shell == "fish" ? "(touch pwned)" : "$(touch pwned)") + "bin/baton stop "]));
        Assert.Equal(here.Order(), Directory.GetFileSystemEntries(folder.Path).Where(path => !CompletingShell.Files.Contains(Path.GetFileName(path))).Order());
    }
}
